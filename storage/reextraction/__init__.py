"""Reading articles again from their kept documents: in slices, compared, put in place, and taken back as a whole."""
