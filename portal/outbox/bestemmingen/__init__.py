"""Where events go: a webhook, a folder, the werkbak's messages, or nowhere until they are fetched.

A destination gets one message and says how it went. It keeps no state, writes
nothing of ours and decides nothing about trying again.
"""
