"""The road of one inwoner, with phases, steps and latest dates, as the backoffice writes it.

Not: appointments, plans and messages; those have rooms of their own.
"""
