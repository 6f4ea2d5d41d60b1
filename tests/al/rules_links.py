"""Rules about what hangs together by name: events, interfaces, anchors."""

from model import finding
import platform_names as platform
from rules_names import TYPE_KINDS
from tree import all_of, child, field, name, string, text, walk


# Triggers with parameters: their names are given by the platform.
TRIGGERS = {
    "onpagebackgroundtaskcompleted": ["TaskId", "Results"],
    "onpagebackgroundtaskerror": ["TaskId", "ErrorCode", "ErrorText",
                                  "ErrorCallStack", "IsHandled"],
}


def triggers_fit(file, names):
    """Triggers have the parameters that the platform gives them."""
    del names
    for made in file.objects:
        for one in made.procedures:
            if one.access == "trigger" and [p.name for p in one.parameters] != (
                    TRIGGERS.get(one.name.lower(), [])):
                yield finding("TRIGGERS", file, one.node, one.name)


def extensions_fit(file, names):
    """Anchors and promoted actions of pages exist."""
    for made in file.objects:
        anchors = {name(field(n, "name")).lower() for n in all_of(
            made.node, "action_declaration")}
        base = names.find("page", made.base) if made.base else None
        for node in all_of(made.node, "actionref_declaration"):
            if name(field(node, "action_name")).lower() not in anchors:
                yield finding("ACTION", file, node,
                              f"no action {text(field(node, 'action_name'))}")
        for node in walk(made.node):
            target = node.type.endswith("_modification") and field(node,
                                                                   "target")
            if target and base is not None and not (
                    name(target).lower() in base.anchors | platform.ANCHORS):
                yield finding("ANCHOR", file, node,
                              f"{made.base} has no {name(target)}")


def subscribers_fit(file, names):
    """The event exists, and the parameters are named as in it."""
    for made in file.objects:
        for one in made.procedures:
            for attribute in one.attributes:
                if not text(attribute).lower().startswith("[eventsubscriber"):
                    continue
                reference = all_of(attribute, "database_reference")[0]
                publisher = names.find(
                    TYPE_KINDS[text(field(reference, "keyword")).lower()],
                    name(field(reference, "table_name")))
                listed = child(attribute.children[1], "attribute_arguments")
                event = name(all_of(listed, "attribute_argument_list")[0]
                             .named_children[2]).strip("'")
                yield from _check_event(file, one, publisher, event)


def _check_event(file, one, publisher, event):
    if publisher is None:
        return
    if hasattr(publisher, "events"):
        known = publisher.events
    else:
        known = {p.name.lower(): {v.name.lower() for v in p.parameters}
                 for p in publisher.procedures}
    if event.lower() not in known:
        yield finding("EVENT", file, one.node,
                      f"{publisher.name} has no event {event}")
        return
    for parameter in one.parameters:
        if parameter.name.lower() not in known[event.lower()] | {"sender"}:
            yield finding("EVENT", file, parameter.node,
                          f"{event} has no parameter {parameter.name}")


def implementations_are_complete(file, names):
    """A codeunit has every procedure of its interfaces."""
    for made in file.objects:
        clause = child(made.node, "implements_clause")
        if made.kind != "codeunit" or clause is None:
            continue
        have = {(p.name.lower(), len(p.parameters)) for p in made.procedures
                if p.access == "public"}
        for node in clause.children_by_field_name("interface"):
            wanted = names.find("interface", name(node))
            if wanted is None:
                continue
            if hasattr(wanted, "fields") and not hasattr(wanted, "events"):
                need = {(p.name.lower(), len(p.parameters))
                        for p in wanted.procedures}
            else:
                need = {(k, n) for k, counts in wanted.procedures.items()
                        for n in counts}
            for missing in sorted(need - have):
                yield finding("INTERFACE", file, made.node,
                              f"{made.name} has no {missing[0]} with "
                              f"{missing[1]} parameters")


def error_actions_exist(file, names):
    """The method that an error's action names takes one ErrorInfo."""
    for node in all_of(file.root, "call_expression"):
        function = field(node, "function")
        if function.type != "member_expression" or name(
                field(function, "member")).lower() != "addaction":
            continue
        given = field(node, "arguments").named_children
        owner = names.find("codeunit", name(field(given[1], "table_name")))
        method = string(given[2])
        fits = owner is not None and any(
            p.name == method and [v.type for v in p.parameters] == [
                ("basic", "errorinfo")] for p in owner.procedures)
        if not fits:
            yield finding("ERRORACTION", file, node, f"no {method}")


def numbers_fit_their_comments(file, names):
    """`exit(1002); // Shpfy Order Header: Has Error` says the truth."""
    for node in all_of(file.root, "comment"):
        written = text(node)
        if not written.startswith("// Shpfy "):
            continue
        number = int(text(node.prev_named_sibling).split("(")[1].split(")")[0])
        for part in written.removeprefix("// ").split(", "):
            table, _, column = part.partition(": ")
            made = names.external.get(("table", table.lower()))
            real = None if made is None else (
                made.numbers.get(column.lower()) if column else made.number)
            if real != number:
                yield finding("NUMBER", file, node,
                              f"{part} has the number {real}")


RULES = (triggers_fit, extensions_fit, subscribers_fit,
         implementations_are_complete, error_actions_exist,
         numbers_fit_their_comments)
