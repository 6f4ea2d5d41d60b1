"""The demonstration data, as code. See scripts/make_demo_data.py."""
