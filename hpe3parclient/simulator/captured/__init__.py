"""A captured array, served by a simulated one.

``convert`` makes a state of a capture, as far as the model can hold it.
``overlay`` keeps what the model would answer otherwise, and shows it as long
as nothing has changed it.
"""
