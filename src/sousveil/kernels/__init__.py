"""Loops over arrays: walls in a grid, what a view sees of the ground, areas; each with a slow twin in `reference`.

Arrays in, arrays out: they check nothing, allocate nothing inside a loop, and know no record and no file. `front` is
the way in: it brings arrays to their form once and makes room for the answer.
"""
