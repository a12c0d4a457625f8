"""The array's command line, below the connection and above the commands.

``words`` makes command lines, ``dialogue`` has the conversation, ``tables``
reads what comes back, ``errors`` names what may go wrong. None of them knows
a volume, and none imports paramiko.
"""
