"""Runs one function over many items: in this process, or in several of this machine.

Knows nothing of what the function does and imports no other room. What was done before is the caller's to remember.
"""
