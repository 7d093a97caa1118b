"""The e-paper: which issues a run looks at, and each from its directory to one text."""
