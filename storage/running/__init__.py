"""Runs, and what is noted of them and for the next: leases, visits, what is owed, what lists and addresses said."""
