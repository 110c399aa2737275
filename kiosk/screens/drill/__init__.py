"""演练: what is about to be practised, the exercise's own key, and that the red key stays real."""
