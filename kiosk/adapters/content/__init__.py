"""Content on this kiosk: fetched, verified, tested, switched to at once, and the version before it kept."""
