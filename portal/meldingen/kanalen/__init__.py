"""The ways a message can go: a text service, a mail server, or shown in the werkbak."""
