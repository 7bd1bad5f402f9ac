"""Storage: engine, unit of work, column types, keys and migrations.

Knows nothing of what is stored; the packages above bring their own models.
"""
