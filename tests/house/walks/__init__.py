"""Steps of the random walk over all machines (tests/house/test_machines.py), one file for each part of the house."""
