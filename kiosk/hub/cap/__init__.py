"""Alarms beyond the building: CAP 1.2 (OASIS), out by signed webhook, acknowledged in return (docs/cap.md)."""
