"""Content packages: format and checks, shared by kiosk and hub."""
