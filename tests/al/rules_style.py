"""Rules about numbers, names, properties and texts of objects."""

import re

from model import FILE_TYPES, finding, label_attributes
from tree import (all_of, field, line, name, properties, string, text,
                  value_text)

AFFIX = "LDF"
# A label's name says what it is for.
SUFFIXES = ("Msg", "Tok", "Err", "Qst", "Lbl", "Txt")
ORDER = ("record", "report", "codeunit", "xmlport", "page", "query",
         "notification", "testpage")
READS = {"get", "find", "findfirst", "findlast", "findset", "isempty", "count",
         "getbysystemid", "next"}
WRITES = {"insert": "i", "modify": "m", "modifyall": "m", "delete": "d",
          "deleteall": "d", "rename": "m"}


def objects_are_named(file, manifest):
    """One object a file, named after it, with affix, in the range."""
    if len(file.objects) != 1:
        yield finding("FILE", file, file.root, "one object in a file")
    if not file.namespace.startswith("Landfall.BusinessCentral"):
        yield finding("NAMESPACE", file, file.root, file.namespace)
    for made in file.objects:
        plain = re.sub(r"[^A-Za-z0-9]", "", made.name)
        wanted = f"{plain}.{FILE_TYPES[made.kind]}.al"
        if file.path.name != wanted:
            yield finding("FILE", file, made.node, f"name it {wanted}")
        if not made.name.startswith(AFFIX) or len(made.name) > 30:
            yield finding("NAME", file, made.node,
                          f"{made.name}: {AFFIX} in front, at most 30 letters")
        ranges = manifest["idRanges"]
        if made.kind != "interface" and not any(
                r["from"] <= made.id <= r["to"] for r in ranges):
            yield finding("ID", file, made.node, f"{made.id} is out of range")


def ids_are_unique(app):
    seen = {}
    for made in app.objects:
        for key in ((made.kind, made.id) if made.id else None,
                    (made.kind, made.name.lower())):
            if key is None:
                continue
            if key in seen:
                yield finding("ID", made.file, made.node,
                              f"{key} is taken by {seen[key]}")
            seen[key] = made.name
        numbers = [text(field(n, "id")) for n in made.fields.values()]
        numbers += [text(field(n, "value_id")) for n in made.values.values()]
        if len(numbers) != len(set(numbers)):
            yield finding("ID", made.file, made.node, "a number stands twice")


def extensions_carry_the_affix(file, manifest):
    """What we add to somebody else's object."""
    del manifest
    for made in file.objects:
        if made.kind not in ("pageextension", "tableextension"):
            continue
        for node in all_of(made.node, "page_field", "action_declaration",
                           "part_section", "cuegroup_section", "group_section",
                           "field_declaration"):
            if not name(field(node, "name")).startswith(AFFIX):
                yield finding("AFFIX", file, node, text(field(node, "name")))
            body = properties(field(node, "body"))
            if node.type in ("page_field", "action_declaration",
                             "part_section") and "applicationarea" not in body:
                yield finding("AREA", file, node, "ApplicationArea is missing")


def objects_say_who_may_use_them(file, manifest):
    test = manifest["name"].endswith("Tests")
    for made in file.objects:
        has = made.properties
        if made.kind in ("table", "codeunit", "enum", "permissionset") and (
                "access" not in has) and not test:
            yield finding("ACCESS", file, made.node, "Access is missing")
        if made.kind == "codeunit" and not test and not {
                "inherententitlements", "inherentpermissions"} <= set(has):
            yield finding("INHERENT", file, made.node,
                          "InherentEntitlements and InherentPermissions")
        if made.kind == "enum" and "extensible" not in has:
            yield finding("EXTENSIBLE", file, made.node, "say it")
        if made.kind == "page":
            yield from _check_page(file, made)


def _check_page(file, made):
    has = made.properties
    part = made.property_text("PageType") == "CardPart"
    if not part and "applicationarea" not in has:
        yield finding("AREA", file, made.node, "ApplicationArea is missing")
    if not part and "usagecategory" not in has:
        yield finding("USAGE", file, made.node, "UsageCategory is missing")
    for node in all_of(made.node, "page_field", "action_declaration"):
        if part and "applicationarea" not in properties(field(node, "body")):
            yield finding("AREA", file, node, "ApplicationArea is missing")


def data_is_classified(file, manifest):
    del manifest
    for made in file.objects:
        if made.kind != "table":
            continue
        whole = made.property_text("DataClassification")
        if whole == "ToBeClassified":
            yield finding("CLASSIFIED", file, made.node, whole)
        for node in made.fields.values():
            own = properties(field(node, "body")).get("dataclassification")
            said = value_text(own) if own is not None else whole
            if said in ("", "ToBeClassified"):
                yield finding("CLASSIFIED", file, node, text(field(node,
                                                                   "name")))


def texts_are_there(file, manifest):
    """Captions and tool tips, for people."""
    if manifest["name"].endswith("Tests"):
        return
    for made in file.objects:
        if made.kind in ("table", "page", "enum", "permissionset") and (
                "caption" not in made.properties):
            yield finding("CAPTION", file, made.node, made.name)
        for node in list(made.fields.values()) + list(made.values.values()):
            yield from _check_texts(file, node, "Specifies" if
                                    node.type == "field_declaration" else None)
        for node in all_of(made.node, "action_declaration", "cuegroup_section",
                           "group_section"):
            yield from _check_texts(
                file, node, "" if node.type == "action_declaration" else None)
            if node.type == "action_declaration" and "image" not in properties(
                    field(node, "body")):
                yield finding("IMAGE", file, node, text(field(node, "name")))
        for node in all_of(made.node, "page_field"):
            # What is bound to a field of the page's table has its texts.
            if not text(field(node, "source")).startswith("Rec."):
                yield from _check_texts(file, node, "Specifies")


def _check_texts(file, node, start):
    has = properties(field(node, "body"))
    called = text(field(node, "name") or field(node, "value_name"))
    if "caption" not in has:
        yield finding("CAPTION", file, node, f"{called} has none")
    if start is None:
        return
    if "tooltip" not in has:
        yield finding("TOOLTIP", file, node, f"{called} has none")
        return
    said = string(all_of(has["tooltip"], "string_literal")[0])
    if not said.startswith(start) or not said.endswith("."):
        yield finding("TOOLTIP", file, node,
                      f"{called}: a sentence '{start} … .'")


def labels_are_named(file, manifest):
    """The suffix says the use; placeholders are explained; Tok is locked."""
    del manifest
    for made in file.objects:
        listed = made.variables + [v for p in made.procedures
                                   for v in p.variables]
        for one in listed:
            if one.type != ("basic", "label"):
                continue
            said = string(field(one.node, "value"))
            attributes = label_attributes(one.node)
            locked = "locked" in attributes
            if not one.name.endswith(SUFFIXES):
                yield finding("LABEL", file, one.node, f"{one.name}: suffix")
            if one.name.endswith("Tok") and not locked:
                yield finding("LABEL", file, one.node, f"{one.name}: locked?")
            if one.name.endswith(("Msg", "Err", "Qst", "Lbl")) and locked:
                yield finding("LABEL", file, one.node, f"{one.name}: unlock it")
            comment = text(attributes["comment"]) if "comment" in attributes \
                else ""
            for place in sorted(set(re.findall(r"%\d", said))):
                if not locked and place not in comment:
                    yield finding("LABEL", file, one.node,
                                  f"{one.name}: no comment on {place}")


def errors_are_labels(file, manifest):
    """No message to people is written in the middle of the code."""
    del manifest
    for node in all_of(file.root, "call_expression"):
        function = field(node, "function")
        if text(function).lower() not in ("error", "message", "confirm"):
            continue
        given = field(node, "arguments").named_children
        if given and given[0].type in ("string_literal", "additive_expression"):
            yield finding("LABEL", file, node, "use a label")


def variables_are_ordered(file, manifest):
    """Records first, then codeunits, pages, … (AA0021); temporary records say
    so in their name."""
    del manifest
    for made in file.objects:
        for listed in [made.variables] + [p.variables for p in made.procedures]:
            ranks = [ORDER.index(v.type[0]) if v.type[0] in ORDER
                     else len(ORDER) for v in listed]
            if ranks != sorted(ranks):
                yield finding("ORDER", file, listed[0].node,
                              "records, codeunits, pages first")
            for one in listed:
                if one.temporary != one.name.startswith("Temp"):
                    yield finding("TEMP", file, one.node, one.name)


def foreign_tables_are_permitted(file, manifest):
    """Whoever reads a table of another app says so in Permissions."""
    if manifest["name"].endswith("Tests"):
        return
    for made in file.objects:
        if made.kind != "codeunit":
            continue
        said = {name(field(n, "table_name")).lower():
                text(field(n, "permission")).lower() for n in all_of(
                    made.node, "tabledata_permission")}
        for procedure in made.procedures:
            yield from _check_permissions(file, procedure, said)


def _check_permissions(file, procedure, said):
    records = {v.name.lower(): v for v in procedure.variables
               if v.type[0] == "record" and not v.temporary
               and not v.type[1].startswith("ldf ")
               and v.type[1] != "allobjwithcaption"}
    if procedure.body is None:
        return
    for node in all_of(procedure.body, "call_expression"):
        function = field(node, "function")
        if function.type != "member_expression":
            continue
        one = records.get(name(field(function, "object")).lower())
        method = name(field(function, "member")).lower()
        right = "r" if method in READS else WRITES.get(method)
        if one and right and right not in said.get(one.type[1], ""):
            yield finding("PERMISSION", file, node,
                          f"tabledata {one.type[1]} = {right}")


def writes_run_triggers(file, manifest):
    """Insert, Modify and Delete say whether triggers run (LC0040)."""
    del manifest
    for node in all_of(file.root, "call_expression"):
        function = field(node, "function")
        if function.type != "member_expression":
            continue
        if name(field(function, "member")).lower() in (
                "insert", "modify", "delete", "deleteall") and not field(
                    node, "arguments").named_children and not _is_text(node):
            yield finding("TRIGGER", file, node, "say (true) or (false)")


def _is_text(node):
    return name(field(field(node, "function"), "object")).lower() in (
        "isolatedstorage",)


def public_code_is_documented(file, manifest):
    """What others may call has a summary, except what a name says."""
    if manifest["name"].endswith("Tests"):
        return
    lines = file.text.splitlines()
    for made in file.objects:
        if not _documented(lines, made.node):
            yield finding("DOC", file, made.node, made.name)
        for one in made.procedures:
            if one.access in ("public", "internal") and not (
                    one.name.endswith(("Field", "Table")) and
                    "LDF Shopify Tables" == made.name) and not _documented(
                        lines, one.node):
                yield finding("DOC", file, one.node, one.name)


def _documented(lines, node):
    above = line(node) - 2
    while above >= 0 and lines[above].strip().startswith("["):
        above -= 1
    return above >= 0 and lines[above].strip().startswith("///")


RULES = (objects_are_named, extensions_carry_the_affix,
         objects_say_who_may_use_them, data_is_classified, texts_are_there,
         labels_are_named, errors_are_labels, variables_are_ordered,
         foreign_tables_are_permitted, writes_run_triggers,
         public_code_is_documented)
