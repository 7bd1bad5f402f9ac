"""May I: access policies, personal codes, sessions and counters.

The inwoner has no account. What a request may do is a level (3-levels rule of
the design); every route declares one. Knows nothing of sign-ups or plans.
"""
