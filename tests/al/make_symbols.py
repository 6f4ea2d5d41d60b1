#!/usr/bin/env python3
"""Writes symbols/external.tsv: the members of other apps' objects that ours use.

    make_symbols.py BCAPPS_GIT_DIR

BCAPPS_GIT_DIR is a clone of github.com/microsoft/BCApps (MIT). Needs the
packages of requirements.txt. The list has all members of each object that our
sources name, so that a wrong name is caught and a right one is not refused.
"""

import pathlib
import re
import subprocess
import sys

import model
from tree import all_of, field, name, text

HERE = pathlib.Path(__file__).resolve().parent
EXTENSION = HERE.parent.parent / "al-extension-stub"
DECLARED = re.compile(
    r'^HEAD:(.+?):(table|page|codeunit|enum|interface|permissionset) '
    r'(?:\d+ )?("[^"]+"|\w+)')
# Layers of countries and tests repeat objects; the first of these wins.
ROOTS = ("src/System Application/App/", "src/Business Foundation/App/",
         "src/Layers/W1/BaseApp/", "src/Apps/W1/Shopify/App/",
         "src/Layers/W1/Tests/", "src/Tools/Test Framework/")


def git(repository, *words):
    return subprocess.run(["git", "-C", repository, *words], check=False,
                          capture_output=True).stdout.decode("utf-8-sig",
                                                             "replace")


def declared(repository):
    """(kind, name) -> path of every object in the wanted folders."""
    found = {}
    listing = git(repository, "grep", "-E",
                  "^(table|page|codeunit|enum|interface|permissionset) ",
                  "HEAD", "--", *(root.rstrip("/") for root in ROOTS))
    for line in listing.splitlines():
        match = DECLARED.match(line)
        if match:
            path, kind, written = match.groups()
            key = (kind, written.strip('"').lower())
            rank = next(i for i, r in enumerate(ROOTS) if path.startswith(r))
            if key not in found or rank < found[key][0]:
                found[key] = (rank, path)
    return {key: path for key, (_, path) in found.items()}


def enum_extensions(repository, wanted):
    """Values that the base application adds to an enum."""
    values = {}
    listing = git(repository, "grep", "-l", "-E", "^enumextension ", "HEAD",
                  "--", "src/Layers/W1/BaseApp")
    for line in listing.splitlines():
        written = git(repository, "show", line)
        extends = re.search(r'extends ("[^"]+"|\w+)', written)
        if extends and extends.group(1).strip('"').lower() in wanted:
            values.setdefault(extends.group(1).strip('"').lower(), []).extend(
                v.strip('"') for v in re.findall(
                    r'value\(\d+; *("[^"]+"|\w+)\)', written))
    return values


def members(made):
    """(member kind, name, detail) of an object."""
    for one, node in made.fields.items():
        yield ("field", name(field(node, "name")),
               f"{text(field(node, 'id'))} {text(field(node, 'type'))}")
    for node in made.values.values():
        yield "value", name(field(node, "value_name")), ""
    for one in made.procedures:
        if one.access == "trigger":
            continue
        event = any("IntegrationEvent" in text(a) or "BusinessEvent" in text(a)
                    for a in one.attributes)
        if one.access == "public" or event:
            result = " ".join(one.result) if one.result else ""
            yield ("event" if event else "procedure", one.name,
                   f"{len(one.parameters)} {result}".strip() if not event else
                   ",".join(p.name for p in one.parameters))
    for node in all_of(made.node, "area_section", "group_section",
                       "action_area_section", "action_group_section",
                       "cuegroup_section", "action_declaration", "part_section",
                       "page_field", "action_group"):
        for key in ("name", "type"):
            named = field(node, key)
            if named is not None:
                yield "anchor", name(named), ""


def wanted_objects():
    """(kind, name) of what our sources name and do not declare."""
    import rules_names
    apps = [model.App(EXTENSION / part) for part in ("app", "test")]
    own = {(o.kind, o.name.lower()) for app in apps for o in app.objects}
    named = set()
    for app in apps:
        for file in app.files:
            for kind, written, _ in rules_names.references(file):
                named.add((kind, written.lower()))
    # Read through record references, by number.
    named |= {("table", t.lower()) for t in (
        "Shpfy Shop", "Shpfy Customer", "Shpfy Company", "Shpfy Order Header",
        "Shpfy Doc. Link To Doc.", "Shpfy Skipped Record")}
    return sorted(named - own)


def main():
    repository = sys.argv[1]
    paths = declared(repository)
    rows, missing = [], []
    wanted = wanted_objects()
    added = enum_extensions(repository, {n for k, n in wanted if k == "enum"})
    for key in wanted:
        if key not in paths:
            missing.append(key)
            continue
        file = model.read_text(pathlib.Path(paths[key]), git(
            repository, "show", f"HEAD:{paths[key]}"))
        made = next(o for o in file.objects
                    if (o.kind, o.name.lower()) == key)
        head = (made.kind, made.name, file.namespace)
        rows.append((*head, "object", str(made.id), ""))
        rows += [(*head, *m) for m in members(made)]
        rows += [(*head, "value", v, "") for v in added.get(key[1], [])]
    lines = sorted({"\t".join(" ".join(c.split()) for c in row) for row in rows})
    (HERE / "symbols" / "external.tsv").write_text(
        "# kind\tobject\tnamespace\tmember kind\tmember\tdetail\n"
        + "\n".join(lines) + "\n", encoding="utf-8")
    print(f"{len(lines)} rows; not found: {missing}")


if __name__ == "__main__":
    main()
