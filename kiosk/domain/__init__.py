"""What the product is about: frozen values and pure rules. No I/O, no clock, no Qt."""
