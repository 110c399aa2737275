"""Hospitals: their times, kept and booked. Each speaks HL7 FHIR R4 (docs/hospitals.md)."""
