"""The public record of surveillance programmes, kept as plain text and checked.

May not import any room: a name is imported from the room that defines it.
"""

__version__ = "0.1.0"
