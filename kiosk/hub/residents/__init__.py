"""Residents with a card: who they are at a kiosk, what follows them, and how all of it is forgotten again (S1)."""
