"""Measurements, each beside the limit that the same machine gives in the same minute; see README.md."""
