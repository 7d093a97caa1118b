"""The local newspaper: a real, programmable HTTP server built after the facts of the real site. Imports nothing of ours."""
