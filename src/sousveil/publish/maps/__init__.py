"""The map: its layers, pages, tiles and pictures."""
