"""Messages to people: neutral, in their language, only where that is safe, through the outbox.

Knows no feature: who asks for a message names its kind and fills in the values.
"""
