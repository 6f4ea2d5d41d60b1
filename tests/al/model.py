"""What the checks know about an AL file, an object, a procedure."""

import dataclasses
import pathlib

from tree import (all_of, child, field, line, name, parse, properties, text,
                  value_text, walk)

KINDS = {
    "table_declaration": "table", "page_declaration": "page",
    "codeunit_declaration": "codeunit", "enum_declaration": "enum",
    "interface_declaration": "interface",
    "permissionset_declaration": "permissionset",
    "permissionsetextension_declaration": "permissionsetextension",
    "pageextension_declaration": "pageextension",
    "tableextension_declaration": "tableextension",
    "enumextension_declaration": "enumextension",
}
# How the file of an object ends.
FILE_TYPES = {
    "table": "Table", "page": "Page", "codeunit": "Codeunit", "enum": "Enum",
    "interface": "Interface", "permissionset": "PermissionSet",
    "permissionsetextension": "PermissionSetExt", "pageextension": "PageExt",
    "tableextension": "TableExt", "enumextension": "EnumExt",
}


def type_of(node):
    """(kind, name in lower case) of a type: ("record", "customer")."""
    written = child(node, "record_type") or child(node, "object_reference_type")
    if written is None:
        return ("basic", text(node).split("[")[0].split()[0].lower())
    kind = text(written.children[0]).lower()
    return (kind, name(field(written, "reference")).lower())


@dataclasses.dataclass
class Variable:
    name: str
    type: tuple
    node: object
    temporary: bool = False


@dataclasses.dataclass
class Procedure:
    name: str
    node: object
    access: str  # "public", "internal", "local" or "trigger"
    parameters: list
    variables: list
    result: tuple
    result_name: str
    attributes: list

    @property
    def body(self):
        return field(self.node, "body")


@dataclasses.dataclass
class AlObject:
    kind: str
    id: int
    name: str
    node: object
    file: object
    base: str = ""
    fields: dict = dataclasses.field(default_factory=dict)
    values: dict = dataclasses.field(default_factory=dict)
    variables: list = dataclasses.field(default_factory=list)
    procedures: list = dataclasses.field(default_factory=list)

    @property
    def body(self):
        return field(self.node, "body")

    @property
    def properties(self):
        return properties(self.body)

    def property_text(self, key):
        prop = self.properties.get(key.lower())
        return "" if prop is None else value_text(prop)


@dataclasses.dataclass
class AlFile:
    path: pathlib.Path
    text: str
    root: object
    namespace: str
    usings: list
    objects: list


def _variables(section):
    found = []
    for node in all_of(section, "variable_declaration"):
        kind = field(node, "type")
        label = text(kind).lower() == "label"
        found.append(Variable(
            name(field(node, "name")),
            ("basic", "label") if label else type_of(kind), node,
            any(n.type == "temporary_keyword" for n in walk(kind))))
    return found


def _parameters(node):
    listed = field(node, "parameters")
    if listed is None:
        return []
    return [Variable(name(field(p, "name")), type_of(field(p, "type")), p,
                     any(n.type == "temporary_keyword" for n in walk(p)))
            for p in listed.children if p.type == "parameter"]


def _procedure(node, attributes):
    modifier = field(node, "modifier")
    access = "trigger" if node.type == "trigger_declaration" else (
        text(modifier).lower() if modifier is not None else "public")
    section = child(node, "var_section")
    result = field(node, "return_type")
    result_name = field(node, "return_value")
    return Procedure(
        name(field(node, "name")), node, access, _parameters(node),
        _variables(section) if section is not None else [],
        type_of(result) if result is not None else None,
        name(result_name) if result_name is not None else "", attributes)


def _procedures(node):
    found, attributes = [], []
    for one in walk(node):
        if one.type == "attribute_item":
            attributes.append(one)
        elif one.is_named and one.type in ("procedure", "trigger_declaration",
                                           "interface_procedure"):
            found.append(_procedure(one, attributes))
            attributes = []
    return found


def _object(node, file):
    number = field(node, "object_id")
    base = field(node, "base_object")
    made = AlObject(KINDS[node.type],
                    int(text(number)) if number is not None else 0,
                    name(field(node, "object_name")), node, file,
                    name(base) if base is not None else "")
    for one in all_of(node, "field_declaration"):
        made.fields[name(field(one, "name")).lower()] = one
    for one in all_of(node, "enum_value_declaration"):
        made.values[name(field(one, "value_name")).lower()] = one
    if made.body is not None:
        for section in made.body.children:
            if section.type == "var_section":
                made.variables += _variables(section)
    made.procedures = _procedures(node)
    return made


def read_text(path, written):
    """The model of a file from its text."""
    root = parse(written)
    spaces = all_of(root, "namespace_declaration")
    file = AlFile(path, written, root,
                  text(field(spaces[0], "name")) if spaces else "",
                  [text(field(n, "namespace"))
                   for n in all_of(root, "using_statement")], [])
    for node in root.children:
        if node.type in KINDS:
            file.objects.append(_object(node, file))
    return file


class App:
    """All AL files of a folder with an app.json."""

    def __init__(self, folder, changed=None):
        """`changed` maps paths to other texts than those on the disk."""
        changed = changed or {}
        self.folder = folder
        self.files = []
        for path in sorted(folder.rglob("*.al")):
            written = changed.get(path)
            if written is None:
                written = path.read_text(encoding="utf-8")
            self.files.append(read_text(path, written))
        self.objects = [o for f in self.files for o in f.objects]


@dataclasses.dataclass(frozen=True)
class Finding:
    rule: str
    place: str
    message: str

    def __str__(self):
        return f"{self.place}: {self.rule}: {self.message}"


def finding(rule, file, node, message):
    return Finding(rule, f"{file.path.name}:{line(node)}", message)


def label_attributes(node):
    """Comment, Locked and MaxLength of a label or of a property's text."""
    found = {name(field(a, "name")).lower(): field(a, "value")
             for a in all_of(node, "label_attribute")}
    for value in all_of(node, "caption_value"):
        named = value.named_children
        found.update({text(key).lower(): behind
                      for key, behind in zip(named, named[1:])
                      if key.type == "property_name"})
    return found
