"""Exports: a ledger's claims as files for other tools, one row for each mention of a claim."""
