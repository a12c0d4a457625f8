"""The published client 4.4 and this one, call by call, on one simulated array.

Calls are data in ``calls``, by resource. ``state`` makes the array they meet,
``worker`` makes them in a process of its own, ``runner`` shows each call to
both clients and writes down what came of it, ``comparison`` says what
differs, and ``differences.json`` lists what may, with a reason.
"""
