"""What is kept of a resident: consent that can be given and taken back with one tap, and deletion (S1)."""
