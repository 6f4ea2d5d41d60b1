#!/usr/bin/env python3
"""Holds both variants of the connector against the rules.

    tests/power_automate/lint.py    print what breaks a rule
"""

import sys

sys.dont_write_bytecode = True

import released  # noqa: E402
import rules_operations  # noqa: E402
import rules_package  # noqa: E402
import rules_schemas  # noqa: E402
import rules_triggers  # noqa: E402
from connector import VARIANTS, Connector  # noqa: E402

# Rules that look at what was released before.
WITH_RELEASED = {"check_names", "check_visibility", "check_released"}


def rules():
    """Every function check_* of the modules of rules."""
    for module in (rules_operations, rules_schemas, rules_triggers,
                   rules_package, released):
        for name, function in vars(module).items():
            if name.startswith("check_"):
                yield name, function


def findings(connector, old):
    """All Findings; `old` is what released.load() gives."""
    found = []
    for name, rule in rules():
        try:
            found += (rule(connector, old) if name in WITH_RELEASED
                      else rule(connector))
        except (AttributeError, KeyError, TypeError, IndexError) as error:
            # What is so broken that a rule cannot read it breaks the rule.
            found.append(rules_operations.Finding(2, name, repr(error)))
    return found


def main():
    old = released.load()
    code = 0
    for name in VARIANTS:
        for finding in findings(Connector.read(name), old):
            print(f"{name}: {finding}")
            code = 1
    return code


if __name__ == "__main__":
    sys.exit(main())
