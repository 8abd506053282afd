"""A folder of plain text into a case, and records back into the folder.

Reads and writes the case folder and nothing else. No fault in the content raises: it becomes a problem with a place,
and the rest of the case is loaded.
"""
