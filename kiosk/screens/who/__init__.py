"""Who stands there: a card, its number, or nobody's name; then 属相, where it opens something."""
