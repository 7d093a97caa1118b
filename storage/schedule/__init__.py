"""When a series is due, and each such time as a slot that one service takes."""
