"""Documents that others have kept, into the archive: WARC files and saved pages."""
