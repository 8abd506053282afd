"""Stored copies: pages, PDF files, web archives, and the signatures and time stamps on them."""
