"""Own widgets, one a file."""
