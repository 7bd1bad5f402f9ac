"""What anybody may read: the information pages and the list of words.

The text itself lives in `content/<language>/`, so that a municipality can
change it without touching code. Knows no person and no database.
"""
