"""A city, what its cameras see, and walks through it."""
