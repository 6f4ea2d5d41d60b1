#!/usr/bin/env python3
"""Checks every customer of a CSV file and writes the verdict beside it.

    check_csv.py customers.csv >checked.csv

Columns that are used where they exist: email, tax_id, country, name,
postal_code. Files of any length; little is in memory at a time.
"""

import argparse
import csv
import itertools
import sys
from collections.abc import Iterable, Iterator

import landfall

ADDED = ["verdict", "explanation", "account"]


def to_customer(row: dict[str, str]) -> landfall.Customer:
    def filled(column: str) -> list[str]:
        return [row[column]] if row.get(column) else []

    return landfall.Customer(
        emails=filled("email"), tax_ids=filled("tax_id"),
        country=row.get("country") or "", name=row.get("name") or "",
        postal_code=row.get("postal_code") or "")


def verdict(answer: landfall.Check | landfall.CheckError) -> list[str]:
    if isinstance(answer, landfall.CheckError):
        return ["ERROR", answer.message, ""]
    accounts = [f"{entity.entity}:{match.account}"
                for entity in answer.entities for match in entity.customers]
    return [answer.verdict.value, answer.explanation, " ".join(accounts)]


def check(client: landfall.Client,
          rows: Iterable[dict[str, str]]) -> Iterator[dict[str, str]]:
    asked, kept = itertools.tee(rows)  # a batch or two apart
    answers = client.check_many(to_customer(row) for row in asked)
    for row, (_, answer) in zip(kept, answers):
        yield {**row, **dict(zip(ADDED, verdict(answer)))}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("file")
    arguments = parser.parse_args()
    with open(arguments.file, newline="", encoding="utf-8-sig") as table:
        reader = csv.DictReader(table)
        columns = [*(reader.fieldnames or []), *ADDED]
        writer = csv.DictWriter(sys.stdout, columns, lineterminator="\n",
                                extrasaction="ignore")
        writer.writeheader()
        try:
            with landfall.Client() as client:
                writer.writerows(check(client, reader))
        except landfall.LandfallError as error:
            print(error, file=sys.stderr)
            return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
