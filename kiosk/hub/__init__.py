"""The station hub: API for kiosks, desk for volunteers, providers, database."""
