"""The person the help is for: contact ways, language, and what is safe.

Not: what somebody told, their road, or who may see it.
"""
