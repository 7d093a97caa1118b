"""Reading kept documents again, in processes that take slices of the archive."""
