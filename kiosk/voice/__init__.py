"""The voice worker, a process of its own: text, reading, pinyin, sound file."""
