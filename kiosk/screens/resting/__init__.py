"""The kiosk at rest: it invites, and the bar is still there."""
