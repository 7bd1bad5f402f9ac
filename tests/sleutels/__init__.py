"""Changing the keys while everything goes on."""
