"""Runs one function over many items: in this process, in several of this machine, or on a cluster.

Knows nothing of what the function does and imports no room that does. What was done before is the caller's to remember,
or stands in files (`files`, `cluster`).
"""
