"""The tables, group by group, and column types that both databases mean alike; `storage.tables` has them all."""
