"""The one door out: everything that leaves the house is recorded here first.

`record` belongs to the transaction of the change it tells about. Delivering
happens elsewhere, later, as often as needed. Knows no feature and no person.
"""
