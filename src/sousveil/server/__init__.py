"""The second shell: serves what was published and, to whoever holds the key, the desk where the case is written.

Renders no page of the site; what an action does to the case, the workbench says.
"""
