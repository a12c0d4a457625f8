"""File Persona of the simulated array, through the client."""
