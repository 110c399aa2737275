"""The HTTP API for kiosks, version 1. An endpoint parses, a service decides, the dependency commits."""
