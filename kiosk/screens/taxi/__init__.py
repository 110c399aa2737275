"""A taxi: where to, read back, called. Three taps for a guest (elder-ui U22)."""
