"""Pictures as records of places and sizes; templates draw them as SVG, and as tables of the same."""
