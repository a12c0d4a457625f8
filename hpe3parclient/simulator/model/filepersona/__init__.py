"""File Persona: the rules of file groups, servers, stores and shares.

It knows what may be done and the sentences arrays refuse with; it knows
neither command lines nor requests.
"""
