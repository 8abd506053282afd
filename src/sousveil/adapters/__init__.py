"""Foreign formats: one external standard a file, both ways where it has two.

Decides nothing about what is true, kept or shown; what an adapter does not understand it names.
"""
