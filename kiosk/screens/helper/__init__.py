"""A helper of the staff at the kiosk: badge and PIN, then what they may do here."""
