"""Which addresses of a series are followed: from lists and links to the articles that are wanted."""
