"""Copies of the whole database while it is in use, and putting one back.

Tables are called by name here, not by model: a copy may be of an earlier version.
Keys are never in a copy.
"""
