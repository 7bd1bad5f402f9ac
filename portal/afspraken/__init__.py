"""Appointments: what the backoffice planned, and what the inwoner says about it.

Also the link to one of them in a message, the card and the calendar.
Not: reminders and other messages.
"""
