"""First-aid cards: what to do while help comes, shown only while a clinician vouches for them (docs/emergency.md)."""
