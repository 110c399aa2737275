"""The studio's pages, for administrators. What they do is in kiosk.hub.studio."""
