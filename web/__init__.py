"""Shows the archive over HTTP. Imports `storage` only."""
