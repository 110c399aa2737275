"""紧急呼救: the truth of each moment, and whom to telephone from the first second."""
