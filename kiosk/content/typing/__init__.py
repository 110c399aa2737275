"""Typing Chinese with few keys: pinyin syllables, nine keys, and the words of our own policies."""
