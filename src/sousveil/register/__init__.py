"""The register: observations become cameras, and how many there may be that nobody listed.

Receives records and gives records; sees no disk, clock, network or terminal, and merges nothing by distance alone.
"""
