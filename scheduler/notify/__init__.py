"""The news: what a finished run tells people, and how it reaches them.

    a run's results → messages.py → Message → digest.py → deliver.py → channels.py → Apprise → Delivery

Apprise takes some 40 MB of memory once its plugins are loaded, so only `channels`, `bots` and `deliver` import it:
a process that merely writes messages stays small.
"""
