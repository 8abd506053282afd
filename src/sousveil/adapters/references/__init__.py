"""Bibliographies, and tables of records."""
