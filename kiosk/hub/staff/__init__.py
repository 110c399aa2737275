"""Staff accounts: who may answer at the desk, how they prove it, and what they looked at (trust.md S6)."""
