"""A helper registers a resident at the kiosk, issues a card and ties another one to it."""
