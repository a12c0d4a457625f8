"""What an array is made of: plain data, which knows no rule.

The rules in :mod:`hpe3parclient.simulator.model` read and change it; nothing
here imports them.
"""
