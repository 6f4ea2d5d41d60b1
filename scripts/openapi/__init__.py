"""What scripts/generate_openapi.py is made of."""
