"""Care of an archive as a whole: checked, repaired, backed up, moved to another database."""
