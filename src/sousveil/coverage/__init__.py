"""What cameras can see: optics, levels of detail, and visible ground with its low, typical and high band.

Computes; what a figure is called and where it is shown is decided above. Where a camera stands is given, not decided.
"""
