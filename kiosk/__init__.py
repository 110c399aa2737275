"""Silver Key (银色一键通): the kiosk, and the hub behind it."""

__version__ = "0.1.0"
