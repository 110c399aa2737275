"""The world outside as Protocols; made real in kiosk.adapters, faked in tests/fakes."""
