"""The window, the theme and the widgets."""
