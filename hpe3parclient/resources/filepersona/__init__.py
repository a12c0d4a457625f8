"""Methods of File Persona, one module per kind of object.

They run commands of the array's command line; the command line's manual, and
not the web service's, gives them their names and arguments.
"""
