"""The inwoner's overview: composes features through their service; owns no data."""
