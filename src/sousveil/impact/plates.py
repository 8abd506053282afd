"""Number plates that are read wrongly, and hits on a list that are wrong: two rates that are never mixed.

A read error is per plate read; a hit error is per hit, and far higher, because a list is hit rarely and misread plates
are many. No plate is looked at.
"""

from .numbers import Number


def compute_misreads(reads: Number, read_rate: Number) -> Number:
    """Plates read wrongly among those read."""
    return reads * (1 - read_rate)


def compute_false_hits(reads: Number, read_rate: Number, collision: Number) -> Number:
    """Misread plates that are then another one's on the list: V (1 − r) c."""
    return compute_misreads(reads, read_rate) * collision


def compute_wrong_hits(hits: Number, hit_error: Number) -> Number:
    """Wrong ones among the hits that a list had; by the error of hits, never that of reads."""
    return hits * hit_error
