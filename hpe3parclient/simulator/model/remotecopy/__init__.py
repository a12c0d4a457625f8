"""The rules of remote copy between two arrays."""
