"""Makes `python3 -m tests.doubles.run` mean this folder, and no other."""
