"""What the kiosk can do, one module or package per capability; plain Python over ports."""
