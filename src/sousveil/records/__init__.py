"""What things are: immutable records of a case, exact quantities and dates.

This room reads and writes nothing; a record says what a person wrote, not whether it is true.
"""
