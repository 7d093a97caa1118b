"""Everything that starts work: the clock, the service, the command line. The only place that sees everything."""
