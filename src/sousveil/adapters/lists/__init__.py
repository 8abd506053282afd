"""Lists of cameras, in whatever form a body or a person keeps them."""
