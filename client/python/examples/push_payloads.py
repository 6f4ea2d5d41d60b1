#!/usr/bin/env python3
"""Pushes JSON Lines, one object of a source system a line.

    push_payloads.py --source crm --type account accounts.jsonl
    push_payloads.py --source erp --type customer --changes-only changes.jsonl

Without --changes-only the file has to hold all customers of its legal
entities: those that it does not hold count as absent from then on.
"""

import argparse
import sys

import landfall


def push(client: landfall.Client, arguments: argparse.Namespace) -> int:
    with open(arguments.file, encoding="utf-8") as lines:
        summary = client.upsert(
            arguments.source, (line for line in lines if line.strip()),
            type=arguments.type, company=arguments.company,
            complete=not arguments.changes_only)
    print(f"{summary.read} read, {summary.inserted} inserted, "
          f"{summary.updated} updated, {summary.unchanged} unchanged, "
          f"{summary.rejected} rejected")
    for reject in summary.rejects:
        print(f"payload {reject.line}: {reject.cause}", file=sys.stderr)
    return 3 if summary.rejected else 0


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--source", required=True)
    parser.add_argument("--type", default="", help="else inferred from each")
    parser.add_argument("--company", default="", help="Business Central only")
    parser.add_argument("--changes-only", action="store_true")
    parser.add_argument("file")
    arguments = parser.parse_args()
    try:
        with landfall.Client() as client:
            return push(client, arguments)
    except landfall.LandfallError as error:
        print(error, file=sys.stderr)
        return 2


if __name__ == "__main__":
    sys.exit(main())
