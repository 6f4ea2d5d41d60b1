"""What all doubles share: HTTP, clock, tables, tokens, faults, the log."""
