"""The city as geometry: columns of a map become walls in metres, and rows lead back to the objects of the map.

Decides what is solid and in which frame; does not compute what is seen.
"""
