"""The steps, each once and never changed after a release."""
