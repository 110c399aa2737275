"""An official text, article by article, in large letters."""
