"""The archive: frozen values in and out, decisions, SQL. Imports nothing of ours."""
