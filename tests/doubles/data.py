"""Files of rows, as the systems hand them out, for doubles to start with.

A file is called NAME-SET.json, .jsonl or .csv: NAME is that of a double, and
SET one of its sets. Pages keep the object around their rows.
"""

import collections
import csv
import io
import json

from .core.table import NoSuchRow

SUFFIXES = (".json", ".jsonl", ".csv")


class DataError(ValueError):
    """Names the file that is wrong, and what is wrong."""


def load(folder, doubles):
    """Fills `doubles`, {name: double}, from the files of a folder.

    Returns ({name: {set: rows}}, names of files that belong to no set). Raises
    DataError for a file or a row that cannot be read.
    """
    if not folder.is_dir():
        raise DataError(f"{folder}: no such folder")
    counts = {name: collections.Counter() for name in doubles}
    found, left = [], []
    for path in sorted(folder.iterdir()):
        name, _, word = path.stem.partition("-")
        if path.suffix not in SUFFIXES or name not in doubles:
            continue
        order, set_name = _set_of(doubles[name], word)
        if set_name is None:
            left.append(path.name)
        else:
            found.append((order, name, set_name, path))
    # Companies come before their customers.
    for _, name, set_name, path in sorted(found):
        counts[name].update(_fill(doubles[name], set_name, path))
    return {name: dict(rows) for name, rows in counts.items()}, left


def _set_of(double, word):
    """(its place among the sets, its name) of a set that a file names."""
    word = double.FILES.get(word.lower(), word).lower()
    for order, name in enumerate(double.world.tables):
        if name.lower() == word:
            return order, name
    return 0, None


def _fill(double, set_name, path):
    try:
        rows, page = read(path)
        return double.apply({"do": "load", "set": set_name, "rows": rows,
                             "page": page})["rows"]
    except (ValueError, KeyError, TypeError, AttributeError,
            NoSuchRow) as error:
        raise DataError(f"{path}: {error}") from error


def read(path):
    """(rows, the object around them or {}) of a file."""
    text = path.read_text(encoding="utf-8-sig")
    if path.suffix == ".csv":
        return list(csv.DictReader(io.StringIO(text, newline=""))), {}
    if path.suffix == ".jsonl":
        return _with_children([json.loads(line) for line in text.splitlines()
                               if line.strip()]), {}
    page = json.loads(text)
    return _rows_of(page), page if isinstance(page, dict) else {}


def _rows_of(value):
    """The rows in what the systems put around them."""
    if isinstance(value, list):
        return value
    if isinstance(value, dict):
        # GraphQL names the set last; there is but one.
        names = [name for name in ("value", "items", "data", "nodes")
                 if name in value] or list(value)[:1]
        if names:
            return _rows_of(value[names[0]])
    raise ValueError("no list of rows: an array, or an object with value, "
                     "items, data or nodes, is expected")


def _with_children(lines):
    """Lines with `__parentId` become a list in the row that they name."""
    rows = {line["id"]: line for line in lines if "id" in line}
    kept = []
    for line in lines:
        parent = rows.get(line.get("__parentId"))
        if parent is None:
            kept.append(line)
            continue
        kind = str(line.get("id", "")).split("/")[3:4] or ["Child"]
        parent.setdefault(kind[0][0].lower() + kind[0][1:] + "s", []).append(
            {name: part for name, part in line.items()
             if name != "__parentId"})
    return kept
