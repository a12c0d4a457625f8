"""What an array is made of: nodes, cages, disks, supplies, batteries.

``parts`` says what each product has, as data; ``state`` knows which of it
is broken, and what follows.
"""
