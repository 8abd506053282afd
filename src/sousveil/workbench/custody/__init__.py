"""Stored copies: bringing them in, looking after them, examining and redacting them."""
