"""The gate that keeps the words of Rustpunt plain.

It reads the Dutch sentences of the code, the pages in `content/` and the
messages, and names every sentence that asks too much of a tired reader. For
other languages no formula can be trusted: there it only compares.
"""
