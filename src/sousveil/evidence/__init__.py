"""What the record says about itself: recomputation, repairs, contradictions, statements, independence, corpus.

A check is a function that receives records and yields problems; `table` lists them all. Nothing here sees a disk,
a clock or a network.
"""

from .table import CHECKS, check

__all__ = ["CHECKS", "check"]
