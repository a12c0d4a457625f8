"""The rules of volumes, their snapshots and their copies."""
