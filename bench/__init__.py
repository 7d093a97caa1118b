"""What the speed is measured with: `make bench`. It imports what it measures and the local newspaper."""
