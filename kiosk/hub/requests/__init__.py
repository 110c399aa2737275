"""Requests on the hub: what happens to them, and who may do it."""
