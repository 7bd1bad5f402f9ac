"""Copies of the database, and putting one back."""
