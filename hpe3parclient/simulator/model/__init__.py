"""The rules of the simulated array, one module per resource.

Knows what an array does; knows no HTTP. Functions here expect the array's
lock to be held; a request they refuse has changed nothing.
"""
