"""The ledger: per series and day one verdict with its evidence (design 2), from what the archive holds."""
