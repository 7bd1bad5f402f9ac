"""What the inwoner sends on the way: a question, a change, or that it does not go well.

Not: messages that we send (meldingen), and what was told at the sign-up (aanmelding).
"""
