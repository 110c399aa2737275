"""The way to a doctor: what is needed, where, when; booked for who is known, a wish for everybody else."""
