"""Write a new migration from what the models have and the migrations do not."""

import sys

import portal.app
from portal.db.basis import Basis
from portal.db.nieuwe_versie import schrijf_versie

if __name__ == "__main__":
    assert portal.app  # loads every model
    schrijf_versie(Basis.metadata, sys.argv[1], sys.argv[2])
