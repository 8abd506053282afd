"""Text into values that know their line, and values into text: YAML 1.2, CSV, TOML, front matter, scripts.

Knows no record and reads no disk.
"""
