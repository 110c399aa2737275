"""New content from a stick: what it would change, a helper's yes, how far it is."""
