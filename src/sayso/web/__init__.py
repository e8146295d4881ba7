"""The pages of a ledger for a browser on the same machine: ``sayso serve``."""
