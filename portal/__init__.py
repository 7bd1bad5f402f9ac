"""Rustpunt: the front door of municipal debt help."""
