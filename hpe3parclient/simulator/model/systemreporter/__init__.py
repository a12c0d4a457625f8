"""The System Reporter: performance and space, sample by sample.

What hosts read and wrote since the array was started is recorded
(:mod:`..state.statistics`); what they did before is computed from a seed
when somebody asks. :mod:`.components` lists what there are reports about,
:mod:`.reports` makes them.
"""
