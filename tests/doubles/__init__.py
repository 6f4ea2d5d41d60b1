"""Doubles of the systems that Landfall reads: see README.md."""
