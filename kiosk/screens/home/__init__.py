"""The first screen: one key each."""
