"""File Persona's client without an array."""
