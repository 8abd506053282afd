"""Geographic tables: grids of residents and walks read, places and cameras written."""
