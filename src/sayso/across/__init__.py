"""What lies across articles: copied text, the same claim, where accounts part, and where knowledge starts."""
