#!/usr/bin/env python3
"""Says which tests of a run could not run, and why.

    scripts/skipped_tests.py RESULTS.xml    as `ctest --output-junit` writes them

A test that cannot run exits with 77 and says "Skipped: <reason>". One that
does not exist because a program was missing when it was built counts too.
"""

import re
import sys
import xml.etree.ElementTree

REASON = re.compile(r"^\s*Skipped: (.+?)\s*$", re.M)


def skipped(results):
    """(name, reason) of each test that did not run."""
    for case in xml.etree.ElementTree.parse(results).iter("testcase"):
        if case.get("status") == "run" or case.find("failure") is not None:
            continue
        output = case.findtext("system-out") or ""
        told = REASON.findall(output)
        note = case.find("skipped")
        yield case.get("name"), told[-1] if told else (
            note.get("message") if note is not None and note.get("message")
            else "no reason given")


def main():
    for name, reason in skipped(sys.argv[1]):
        print(f"NOT RUN      {name}: {reason}")


if __name__ == "__main__":
    main()
