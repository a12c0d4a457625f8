"""The WSAPI 1.5 guide as data, and the simulated array held against it."""
