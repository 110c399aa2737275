"""留话: says something for a person to hear later, up to a minute."""
