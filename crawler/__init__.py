"""Turns an address into an extract. Imports `storage` only."""
