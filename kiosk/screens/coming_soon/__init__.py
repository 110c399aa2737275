"""A key that is not built yet says so and offers a person."""
