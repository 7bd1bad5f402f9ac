"""The sign-up (aanmelding, vormvrij, model art. 3): one way to reach somebody is enough.

Row, event and answer are one transaction. Everything after that is optional.
"""
