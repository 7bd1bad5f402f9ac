"""Everything HTTP that no feature owns: the unit of work per request, headers,
languages, errors, static files, kept pages, and the base templates.
"""
