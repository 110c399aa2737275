"""The last resort: something unforeseen happened, and the keys still work."""
