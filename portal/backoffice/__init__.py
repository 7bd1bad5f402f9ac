"""The door for machines: the API below /api/v1, its tokens, and the document that describes it.

It only speaks the contract; what a call does is done by the package that owns it.
"""
