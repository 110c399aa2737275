"""学手机: the course, its lessons on a drawn telephone, the quiz, one's own telephone and the card to take home."""
