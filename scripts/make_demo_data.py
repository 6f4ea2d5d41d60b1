#!/usr/bin/env python3
"""Writes tests/demo: payload files as the six systems hand them out.

    scripts/make_demo_data.py           write the files
    scripts/make_demo_data.py --check   write nothing; fail if one is not current

The output is checked in. It depends on nothing but this code, so a second run
changes nothing. Before anything is written the worked examples are counted in a
second way (demo_data/reckoning.py).
"""

import argparse
import pathlib
import sys

sys.dont_write_bytecode = True
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))

from demo_data import demo, gallery, reckoning  # noqa: E402

TARGET = pathlib.Path(__file__).resolve().parent.parent / "tests" / "demo"
# Written by hand, beside the generated files.
BY_HAND = {"landfall.yaml", "README.md"}


def generated_files():
    """Path below tests/demo -> text."""
    worked = demo.build()
    reckoning.check(worked)
    files = dict(worked.render())
    files.update({f"gallery/{name}": text
                  for name, text in gallery.build().items()})
    return files


def stale_files(files):
    """Paths whose file is missing, different, or no longer generated."""
    stale = [name for name, text in files.items()
             if not (TARGET / name).is_file()
             or (TARGET / name).read_text(encoding="utf-8") != text]
    for path in sorted(TARGET.rglob("*")):
        name = str(path.relative_to(TARGET))
        if path.is_file() and path.name not in BY_HAND and name not in files:
            stale.append(name)
    return stale


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--check", action="store_true",
                        help="fail when a file in tests/demo is not current")
    arguments = parser.parse_args()
    files = generated_files()
    stale = stale_files(files)
    if arguments.check:
        if stale:
            print("Not current; run scripts/make_demo_data.py:", *stale,
                  sep="\n  ", file=sys.stderr)
        return 1 if stale else 0
    for name in stale:
        path = TARGET / name
        if name not in files:
            path.unlink()
            continue
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(files[name], encoding="utf-8")
    print(f"{len(files)} files in {TARGET.name}, {len(stale)} changed.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
