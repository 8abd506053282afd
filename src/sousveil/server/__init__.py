"""The second shell: serves what was published, on this machine only.

Renders nothing and changes nothing.
"""
