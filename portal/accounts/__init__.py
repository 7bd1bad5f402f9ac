"""Accounts: who works here, how they show it, their sessions, and what they did.

Inwoners never need one. Pages are not made here: every role has its own.
"""
