#!/usr/bin/env python3
"""Prints which shop customers are missing in the ledger, and what they owe us.

For a daily mail: exit code 1 when the card's alert fires.

    blocked_customers.py [--card ecom-absent] [--as-of 2026-04-13] [--entity X]
"""

import argparse
import sys

import landfall


def report(client: landfall.Client, arguments: argparse.Namespace) -> bool:
    card = client.card(arguments.card, as_of=arguments.as_of,
                       entity=arguments.entity)
    print(f"{card.title}: {card.count}, "
          f"{card.blocked_value.amount:,.2f} "
          f"{card.blocked_value.currency_code} blocked")
    if not card.complete:
        print("Not complete; not read in time:", *card.stale_sources)
    # At the time of the card, so that the list adds up to its count.
    for record in client.card_records(arguments.card, as_of=card.as_of,
                                      entity=arguments.entity):
        print(f"{record.blocked_value.amount:12,.2f}  {record.name}  "
              f"({record.record})  {record.explanation}")
    return card.alert.firing


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--card", default="ecom-absent")
    parser.add_argument("--as-of", help="a date or an RFC 3339 time")
    parser.add_argument("--entity", default="", help="only this legal entity")
    arguments = parser.parse_args()
    try:
        with landfall.Client() as client:  # LANDFALL_SERVER, LANDFALL_API_KEY
            return 1 if report(client, arguments) else 0
    except landfall.LandfallError as error:
        print(error, file=sys.stderr)
        return 2


if __name__ == "__main__":
    sys.exit(main())
