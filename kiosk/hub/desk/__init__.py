"""The desk: the web page where volunteers answer. Server-rendered, live by server-sent events, no build chain."""

from kiosk.hub.desk.app import install

__all__ = ["install"]
