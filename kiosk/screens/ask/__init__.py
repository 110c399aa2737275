"""Policies in plain words: by pictures, or by a few questions."""
