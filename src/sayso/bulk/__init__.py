"""Many documents at once: tables in Parquet, written batch by batch, and on into a ledger."""
