"""The reference backoffice: a process of its own that speaks only the contract with the portal.

For counsellors who try Rustpunt out or have no other system: a worklist, a person's story, and the
messages that would have gone out. It knows nothing of the portal's tables and imports none of its code.
"""
