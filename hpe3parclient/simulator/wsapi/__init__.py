"""The web service in front of the model.

Knows HTTP, JSON and the members of requests; each module parses and checks
one resource's requests, calls the model and answers as WSAPI does.
"""
