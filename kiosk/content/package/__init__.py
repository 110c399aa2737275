"""One format for whatever content arrives at a kiosk: a folder with package.yaml (docs/content-format.md)."""
