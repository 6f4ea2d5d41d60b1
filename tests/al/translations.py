#!/usr/bin/env python3
"""The XLIFF files of the extension: what there is to translate, and German.

    translations.py --write    writes Landfall.g.xlf, and adds what is new to
                               Landfall.de-DE.xlf with an empty target

The compiler makes the .g.xlf of an extension. It is made here too, so that a
missing translation is seen without a compiler. Ids are hashes of names, as the
compiler makes them: FNV-1a over UTF-16, shifted into the positive numbers.
"""

import pathlib
import sys
import xml.etree.ElementTree as xml
from xml.sax.saxutils import escape

import model
from tree import all_of, field, name, properties, string, walk

EXTENSION = pathlib.Path(__file__).resolve().parents[2] / "al-extension-stub"
FOLDER = EXTENSION / "app" / "Translations"
SPACE = "{urn:oasis:names:tc:xliff:document:1.2}"
TEXTS = ("Caption", "ToolTip", "InstructionalText", "AboutTitle", "AboutText")
KINDS = {"table": "Table", "page": "Page", "codeunit": "Codeunit",
         "enum": "Enum", "pageextension": "PageExtension",
         "permissionset": "PermissionSet"}
MEMBERS = {"field_declaration": "Field", "enum_value_declaration": "EnumValue",
           "page_field": "Control", "group_section": "Control",
           "cuegroup_section": "Control", "part_section": "Control",
           "action_declaration": "Action"}


def hashed(written):
    """The number that stands for a name in an id."""
    value = 2166136261
    for byte in written.encode("utf-16-le"):
        value = (value ^ byte) * 16777619 & 0xFFFFFFFF
    return (value if value < 1 << 31 else value - (1 << 32)) + 2147483647


def _unit(path, value_node, attributes):
    comment = attributes.get("comment")
    longest = attributes.get("maxlength")
    return {"id": " - ".join(f"{k} {hashed(n)}" for k, n in path),
            "source": string(value_node),
            "comment": string(comment) if comment is not None else "",
            "note": " - ".join(f"{k} {n}" for k, n in path),
            "maxwidth": longest.text.decode() if longest is not None else ""}


def _texts_of(path, body):
    for prop in TEXTS:
        node = properties(body).get(prop.lower())
        if node is None:
            continue
        attributes = model.label_attributes(node)
        value = next((n for n in walk(node) if n.type == "string_literal"),
                     None)
        if value is not None and "locked" not in attributes:
            yield _unit(path + [("Property", prop)], value, attributes)


def _labels_of(path, variables):
    for one in variables:
        if one.type == ("basic", "label"):
            attributes = model.label_attributes(one.node)
            if "locked" not in attributes:
                yield _unit(path + [("NamedType", one.name)],
                            field(one.node, "value"), attributes)


def units(app):
    """Every text to translate, in the order of the sources."""
    for made in app.objects:
        if made.kind not in KINDS:
            continue
        path = [(KINDS[made.kind], made.name)]
        yield from _texts_of(path, made.body)
        for node in all_of(made.node, *MEMBERS):
            member = name(field(node, "name") or field(node, "value_name"))
            yield from _texts_of(path + [(MEMBERS[node.type], member)],
                                 field(node, "body"))
        yield from _labels_of(path, made.variables)
        for one in made.procedures:
            yield from _labels_of(path + [("Method", one.name)], one.variables)


def document(listed, language, targets=None):
    """The text of an XLIFF file; with targets that of a language."""
    lines = ['<?xml version="1.0" encoding="utf-8"?>',
             '<xliff version="1.2" xmlns="urn:oasis:names:tc:xliff:document:1.2">',
             '  <file datatype="xml" source-language="en-US" '
             f'target-language="{language}" original="Landfall">',
             "    <body>", '      <group id="body">']
    for unit in listed:
        width = f' maxwidth="{unit["maxwidth"]}"' if unit["maxwidth"] else ""
        lines.append(f'        <trans-unit id="{unit["id"]}"{width} '
                     'size-unit="char" translate="yes" xml:space="preserve">')
        lines.append(f"          <source>{escape(unit['source'])}</source>")
        if targets is not None:
            lines.append("          <target>"
                         f"{escape(targets.get(unit['id'], ''))}</target>")
        comment = escape(unit["comment"])
        lines.append('          <note from="Developer" annotates="general" '
                     f'priority="2">{comment}</note>')
        lines.append('          <note from="Xliff Generator" annotates="general"'
                     f' priority="3">{escape(unit["note"])}</note>')
        lines.append("        </trans-unit>")
    lines += ["      </group>", "    </body>", "  </file>", "</xliff>", ""]
    return "\n".join(lines)


def read_targets(written):
    """id -> (source, target) of a language's file."""
    found = {}
    for unit in xml.fromstring(written.encode("utf-8")).iter(
            SPACE + "trans-unit"):
        found[unit.get("id")] = (unit.findtext(SPACE + "source") or "",
                                 unit.findtext(SPACE + "target") or "")
    return found


def main():
    listed = list(units(model.App(EXTENSION / "app")))
    german = FOLDER / "Landfall.de-DE.xlf"
    old = {}
    if german.is_file():
        old = read_targets(german.read_text(encoding="utf-8"))
    by_source = {source: target for source, target in old.values() if target}
    targets = {u["id"]: by_source.get(u["source"], "") for u in listed}
    FOLDER.mkdir(exist_ok=True)
    (FOLDER / "Landfall.g.xlf").write_text(document(listed, "en-US"),
                                           encoding="utf-8")
    german.write_text(document(listed, "de-DE", targets), encoding="utf-8")
    empty = sorted({u["source"] for u in listed if not targets[u["id"]]})
    print(f"{len(listed)} texts, {len(empty)} without a translation")
    for one in empty:
        print("  " + one)


if __name__ == "__main__":
    if sys.argv[1:] != ["--write"]:
        sys.exit(__doc__)
    main()
