"""A question about a policy in the resident's own words: typed, answered with its source, or handed to a person."""
