"""What travels between kiosk and hub, version 1."""
