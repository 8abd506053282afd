"""The impact room: what a programme can do to a city, as numbers with intervals.

A model is a module of pure functions on numbers or arrays of draws. Simulates no real person, reads no picture, and
looks for no best place of a camera; where places are unknown they are drawn, never chosen.
"""
