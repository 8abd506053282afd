"""The chain from a folder to a published dossier: one module a stage, plain functions with declared inputs.

Caching lives here and nowhere below. It decides nothing about evidence.
"""
