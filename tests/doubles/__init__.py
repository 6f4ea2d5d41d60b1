"""Doubles of the six systems that Landfall reads: see README.md."""
