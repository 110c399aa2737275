"""Official texts and questions about them: reading a law, understanding a question, ranking articles. Pure."""
