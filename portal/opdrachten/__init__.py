"""The commands of `portal`, each in a module of its own that imports what it needs and no more.

So a worker carries no web server, and no process the tools that change the database.
"""
