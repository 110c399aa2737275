"""A slip to take home: shown as it will be printed, then printed."""
