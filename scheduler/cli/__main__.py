"""`python -m scheduler.cli` is `xunli`: what the clock starts, whatever is on the path."""

from scheduler.cli import main

main()
