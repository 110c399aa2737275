"""The warning before a session ends: one tap goes on, nothing is lost (elder-ui U14)."""
