"""The API for the backoffice."""
