"""Rules about all files together: permissions, translations, tests, samples."""

import json
import pathlib
import re

import bc_al_chunker

from model import Finding, finding
import translations
from tree import all_of, field, name, string, text

ROOT = pathlib.Path(__file__).resolve().parents[2]
SAMPLES = ROOT / "tests" / "samples"


def permissions_cover_all(app):
    """Every object is in the set of objects, every table in one of data."""
    objects, data, included, assignable = set(), {}, {}, set()
    for made in app.objects:
        if made.kind != "permissionset":
            continue
        if made.property_text("Assignable") == "true":
            assignable.add(made.name)
        included[made.name] = made.property_text(
            "IncludedPermissionSets").strip('"')
        for node in all_of(made.node, "tabledata_permission"):
            word = text(node.children[0]).lower()
            listed = name(field(node, "table_name")).lower()
            if word == "tabledata":
                data.setdefault(listed, {})[made.name] = text(
                    field(node, "permission"))
            else:
                objects.add((word, listed))
    for made in app.objects:
        key = (made.kind, made.name.lower())
        if made.kind in ("table", "page", "codeunit") and key not in objects:
            yield finding("PERMISSION", made.file, made.node,
                          f"{made.name} is in no permission set")
        if made.kind == "table" and "R" not in "".join(
                data.get(made.name.lower(), {}).values()):
            yield finding("PERMISSION", made.file, made.node,
                          f"nobody may read {made.name}")
    if not assignable:
        yield Finding("PERMISSION", "app", "no set can be assigned")
    for child, parent in included.items():
        if parent and parent not in included:
            yield Finding("PERMISSION", child, f"no set {parent}")


def translations_are_current(app, generated, german):
    """The generated file is what the sources say, and German is complete."""
    listed = list(translations.units(app))
    if generated != translations.document(listed, "en-US"):
        yield Finding("XLIFF", "Landfall.g.xlf",
                      "not current: run tests/al/translations.py --write")
    if len({u["id"] for u in listed}) != len(listed):
        yield Finding("XLIFF", "Landfall.g.xlf", "an id stands twice")
    targets = translations.read_targets(german)
    for unit in listed:
        source, target = targets.pop(unit["id"], ("", ""))
        if source != unit["source"] or not target:
            yield Finding("XLIFF", "Landfall.de-DE.xlf",
                          f"no translation of {unit['note']}")
        elif sorted(re.findall(r"%\d", source)) != sorted(
                re.findall(r"%\d", target)):
            yield Finding("XLIFF", "Landfall.de-DE.xlf",
                          f"placeholders differ in {unit['note']}")
        elif unit["maxwidth"] and len(target) > int(unit["maxwidth"]):
            yield Finding("XLIFF", "Landfall.de-DE.xlf",
                          f"too long: {unit['note']}")
    for extra in targets:
        yield Finding("XLIFF", "Landfall.de-DE.xlf", f"no text has {extra}")


def a_second_reader_agrees(file):
    """bc-al-chunker finds the same objects and procedures."""
    theirs = bc_al_chunker.parse_source(file.text)
    ours = [(o.kind, o.id or None, o.name) for o in file.objects]
    read = [(o.object_type.value, o.object_id or None, o.object_name)
            for o in theirs]
    if ours != read:
        yield finding("READER", file, file.root, f"{ours} or {read}")
        return
    for made, other in zip(file.objects, theirs):
        if made.kind == "interface":
            continue  # it does not read the procedures of interfaces
        mine = sorted(p.name for p in made.procedures if p.access != "trigger")
        seen = sorted(p.name.strip('"') for p in other.procedures
                      if not p.is_trigger)
        if mine != seen:
            yield finding("READER", file, made.node,
                          f"procedures {set(mine) ^ set(seen)}")


def tests_call_everything(app, test, names_of_calls):
    """Each procedure that is not local is called by a test."""
    for made in app.objects:
        if made.kind not in ("codeunit", "table", "page"):
            continue
        for one in made.procedures:
            event = any("IntegrationEvent" in text(a) for a in one.attributes)
            if one.access not in ("public", "internal") or event:
                continue
            if (made.kind, made.name.lower(),
                    one.name.lower()) not in names_of_calls:
                yield finding("UNTESTED", made.file, one.node,
                              f"{made.name}.{one.name}")
    del test


def enough_tests(app, test, share=0.6):
    ours, theirs = (sum(f.text.count("\n") for f in a.files)
                    for a in (app, test))
    if theirs < share * ours:
        yield Finding("TESTS", "test", f"{theirs} lines for {ours}")


def tests_are_tests(test):
    """Every [Test] asserts something, and handlers that it names exist."""
    for made in test.objects:
        if made.property_text("Subtype") != "Test":
            continue
        if not made.property_text("TestHttpRequestPolicy"):
            yield finding("TESTS", made.file, made.node, "no request policy")
        known = {p.name for p in made.procedures}
        tests = 0
        for one in made.procedures:
            said = " ".join(text(a) for a in one.attributes)
            for handlers in re.findall(r"HandlerFunctions\('([^']+)'\)", said):
                for handler in handlers.split(","):
                    if handler not in known:
                        yield finding("TESTS", made.file, one.node,
                                      f"no handler {handler}")
            if "[Test]" not in said:
                continue
            tests += 1
            body = text(one.body)
            if not re.search(r"\bAssert\.|\basserterror\b|\bVerify\w*\(", body):
                yield finding("TESTS", made.file, one.node,
                              f"{one.name} asserts nothing")
        if tests == 0:
            yield finding("TESTS", made.file, made.node, "no test")


def samples_are_the_shared_ones(test, folder):
    """The test app has the very files of tests/samples, and reads them all."""
    shared = {p.name: p.read_bytes() for p in SAMPLES.glob("*.json")}
    own = {p.name: p.read_bytes() for p in folder.glob("*.json")}
    for one in sorted(set(shared) | set(own)):
        if own.get(one) != shared.get(one):
            yield Finding("SAMPLES", one, "differs from tests/samples")
    read = {string(n) for f in test.files
            for n in all_of(f.root, "string_literal")}
    for one in sorted(shared):
        if one.removesuffix(".json") not in read and one not in read:
            yield Finding("SAMPLES", one, "no AL test reads it")


def requests_say_what_the_server_reads(app):
    """Every member that the builders add is one of the description."""
    described = set(re.findall(r'"(\w+)":', (
        ROOT / "docs" / "openapi.json").read_text(encoding="utf-8")))
    # Rows of evidence are in docs/import.md.
    described |= {"at", "system", "flow", "map", "integrationSynchJobId",
                  "sourceRecordId", "destinationRecordId", "dateTime",
                  "errorMessage"}
    for file in app.files:
        if not file.path.name.startswith((
                "LDFCustomerKeys.", "LDFRequestBuilder.", "LDFEventBuilder.",
                "LDFAnswerReader.")):
            continue
        for node in all_of(file.root, "call_expression"):
            if not text(field(node, "function")).endswith(
                    (".Add", "GetText", "GetDecimal", "GetInteger", "GetArray",
                     "GetObject", "GetBoolean", "GetDateTime", "AddText",
                     "PairsToJson")):
                continue
            for given in field(node, "arguments").named_children:
                if given.type == "string_literal" and string(given) not in (
                        described) and string(given):
                    yield finding("JSON", file, given, string(given))


def manifests_are_right(folder, version):
    """app.json of both apps."""
    app = json.loads((folder / "app" / "app.json").read_text(encoding="utf-8"))
    test = json.loads((folder / "test" / "app.json").read_text(
        encoding="utf-8"))
    for one in app, test:
        for key in ("id", "name", "publisher", "version", "platform",
                    "application", "runtime", "idRanges", "features"):
            if key not in one:
                yield Finding("MANIFEST", one.get("name", "?"), f"no {key}")
        if one.get("version") != version + ".0":
            yield Finding("MANIFEST", one["name"], "version")
        for row in one.get("idRanges", []):
            if not 50000 <= row["from"] <= row["to"] <= 99999:
                yield Finding("MANIFEST", one["name"], "idRanges")
        if not {"NoImplicitWith", "TranslationFile"} & set(one["features"]):
            yield Finding("MANIFEST", one["name"], "features")
    if [d["id"] for d in app["internalsVisibleTo"]] != [test["id"]]:
        yield Finding("MANIFEST", "app", "internalsVisibleTo")
    if app["id"] not in [d["id"] for d in test["dependencies"]]:
        yield Finding("MANIFEST", "test", "dependencies")
    if app["dependencies"] or app["target"] != "Cloud":
        yield Finding("MANIFEST", "app", "no dependencies, target Cloud")
