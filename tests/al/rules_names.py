"""Rules about names: every object, field, procedure and variable exists."""

from model import finding, type_of
import platform_names as platform
from tree import all_of, field, name, text, walk

TYPE_KINDS = {"record": "table", "codeunit": "codeunit", "page": "page",
              "enum": "enum", "interface": "interface", "testpage": "page",
              "database": "table", "report": "report", "query": "query"}
OBJECT_PROPERTIES = {
    "sourcetable": "table", "tableno": "table", "drilldownpageid": "page",
    "lookuppageid": "page", "includedpermissionsets": "permissionset"}

# Properties whose plain name is a variable.
VARIABLE_PROPERTIES = ("styleexpr", "visible", "enabled", "editable")


def references(file):
    """(kind, name, node) of every object that the file names."""
    for node in walk(file.root):
        if node.type == "record_type":
            yield "table", name(field(node, "reference")), node
        elif node.type == "object_reference_type":
            kind = TYPE_KINDS.get(text(node.children[0]).lower())
            if kind:
                yield kind, name(field(node, "reference")), node
        elif node.type == "database_reference":
            kind = TYPE_KINDS.get(text(field(node, "keyword")).lower())
            if kind:
                yield kind, name(field(node, "table_name")), node
        elif node.type == "qualified_enum_value":
            inner = field(node, "enum_type")
            if text(inner).lower() == "enum":
                yield "enum", name(field(node, "value")), node
        elif node.type == "tabledata_permission":
            word = text(node.children[0]).lower()
            yield ("table" if word == "tabledata" else word,
                   name(field(node, "table_name")), node)
        elif node.type == "implements_clause":
            for one in node.children_by_field_name("interface"):
                yield "interface", name(one), node
        elif node.type == "implementation_value":
            yield "interface", name(field(node, "interface")), node
            yield "codeunit", name(field(node, "implementation")), node
        elif node.type == "part_section":
            yield "page", name(field(node, "source")), node
        elif node.type == "object_reference_value":
            kind = TYPE_KINDS.get(text(node.children[0]).lower())
            if kind:
                yield kind, name(node.children[-1]), node
        elif node.type == "property":
            kind = OBJECT_PROPERTIES.get(text(field(node, "name")).lower())
            value = field(node, "value")
            if kind and value is not None:
                yield kind, name(value), node
    for made in file.objects:
        if made.base:
            yield made.kind.removesuffix("extension"), made.base, made.node


class Names:
    """Our objects and the external ones."""

    def __init__(self, apps, external):
        self.own = {(o.kind, o.name.lower()): o
                    for app in apps for o in app.objects}
        self.external = external

    def find(self, kind, written):
        key = (kind, written.lower())
        return self.own.get(key) or self.external.get(key)

    def fields_of(self, table):
        """name -> type of a table's fields."""
        made = self.own.get(("table", table))
        if made is not None:
            return {key: type_of(field(node, "type"))
                    for key, node in made.fields.items()}
        made = self.external.get(("table", table))
        return made.fields if made is not None else {}

    def procedure(self, kind, owner, written):
        """(counts of parameters, result) or None."""
        made = self.own.get((kind, owner))
        if made is not None:
            for one in made.procedures:
                if one.name.lower() == written and one.access != "trigger":
                    return ({len(one.parameters)}, one.result, one.access)
            return None
        made = self.external.get((kind, owner))
        if made is None or written not in made.procedures:
            return None
        return made.procedures[written], made.results.get(written), "public"


def objects_exist(file, names):
    for kind, written, node in references(file):
        found = names.find(kind, written)
        if found is None:
            yield finding("OBJECT", file, node, f"no {kind} {written}")


def namespaces_are_used(file, names):
    used = set()
    for kind, written, node in references(file):
        found = names.find(kind, written)
        if found is None:
            continue
        space = (found.file.namespace if hasattr(found, "file")
                 else found.namespace)
        used.add(space)
        if space and space != file.namespace and space not in file.usings:
            yield finding("USING", file, node,
                          f"{written} needs using {space}")
    for space in file.usings:
        if space not in used:
            yield finding("USING", file, file.root, f"{space} is not used")
    if file.usings != sorted(file.usings):
        yield finding("USING", file, file.root, "usings are not sorted")


class Scope:
    """Which names a piece of code sees, and what is of which type."""

    def __init__(self, made, procedure, names):
        self.made, self.names = made, names
        self.variables = {}
        for one in made.variables:
            self.variables[one.name.lower()] = one.type
        self.table = self._table_of(made)
        if self.table:
            for word in ("rec", "xrec"):
                self.variables[word] = ("record", self.table)
        if procedure is not None:
            for one in procedure.parameters + procedure.variables:
                self.variables[one.name.lower()] = one.type
            if procedure.result_name:
                self.variables[procedure.result_name.lower()] = procedure.result

    def _table_of(self, made):
        if made.kind == "table":
            return made.name.lower()
        if made.kind == "pageextension":
            return {"customer card": "customer", "customer list": "customer",
                    "contact card": "contact"}.get(made.base.lower(), "")
        written = (made.property_text("SourceTable")
                   or made.property_text("TableNo"))
        return written.strip('"').lower()

    def own_procedure(self, written):
        for one in self.made.procedures:
            if one.name.lower() == written and one.access != "trigger":
                return one
        return None

    def type(self, node):
        """The type of an expression, or None when it is not known."""
        if node is None:
            return None
        if node.type in ("identifier", "quoted_identifier"):
            return self.variables.get(name(node).lower())
        if node.type == "parenthesized_expression":
            return self.type(node.named_children[0])
        if node.type == "call_expression":
            return self._result(field(node, "function"))
        if node.type == "member_expression":
            return self._member(node)
        if node.type == "string_literal":
            return ("basic", "text")
        if node.type == "qualified_enum_value":
            inner = field(node, "enum_type")
            if text(inner).lower() == "enum":
                return ("enum", name(field(node, "value")).lower())
            return self.type(inner)
        return None

    def _result(self, function):
        if function.type == "identifier":
            own = self.own_procedure(name(function).lower())
            if own is not None:
                return own.result
            return ("basic", "text") if text(function).lower() in (
                "format", "copystr", "delchr", "convertstr", "lowercase",
                "strsubstno") else None
        return self._member(function) if function.type == (
            "member_expression") else None

    def _member(self, node):
        owner = self.type(field(node, "object"))
        member = name(field(node, "member")).lower()
        if owner is None:
            return None
        kind, owner_name = owner
        if kind == "record":
            fields = self.names.fields_of(owner_name)
            if member in fields:
                return fields[member]
            found = self.names.procedure("table", owner_name, member)
            return found[1] if found else None
        found = self.names.procedure(TYPE_KINDS.get(kind, ""), owner_name,
                                     member)
        return found[1] if found else None


def scopes(file, names):
    """(scope, root of the code) of every procedure and property."""
    for made in file.objects:
        for one in made.procedures:
            if one.body is not None:
                yield Scope(made, one, names), one.body, one
        for node in all_of(made.node, "page_field"):
            yield Scope(made, None, names), field(node, "source"), None
        for node in all_of(made.node, "property_expression"):
            yield Scope(made, None, names), node, None
        for node in all_of(made.node, "property"):
            value = field(node, "value")
            if text(field(node, "name")).lower() in VARIABLE_PROPERTIES and (
                    value.type == "identifier"):
                yield Scope(made, None, names), value, None


def members_exist(file, names):
    """Fields, procedures and methods behind a dot exist, and take so many
    arguments."""
    for scope, code, _ in scopes(file, names):
        for node in all_of(code, "member_expression"):
            yield from _check_member(file, names, scope, node)


def _check_member(file, names, scope, node):
    owner_node = field(node, "object")
    member = name(field(node, "member"))
    key = member.lower()
    owner = scope.type(owner_node)
    if owner is None:
        static = text(owner_node).lower()
        known = platform.METHODS.get(static)
        if owner_node.type == "qualified_enum_value" or known is None:
            return
        if key not in known:
            yield finding("MEMBER", file, node, f"{static} has no {member}")
        return
    kind, owner_name = owner
    if kind == "basic":
        known = platform.METHODS.get(owner_name)
        if known is not None and key not in known:
            yield finding("MEMBER", file, node, f"{owner_name} has no {member}")
        return
    if kind == "record" and (key in names.fields_of(owner_name)
                             or key in platform.RECORD_METHODS):
        return
    if kind == "enum":
        if key not in platform.METHODS["enumvalue"]:
            yield finding("MEMBER", file, node, f"an enum has no {member}")
        return
    if kind == "testpage":
        return
    if kind == "page" and key in platform.PAGE_METHODS:
        return
    if kind == "codeunit" and key == "run":
        return
    found = names.procedure(TYPE_KINDS.get(kind, ""), owner_name, key)
    if found is None:
        yield finding("MEMBER", file, node,
                      f"{kind} {owner_name} has no {member}")
    elif found[2] == "local":
        yield finding("MEMBER", file, node, f"{member} is local")
    else:
        yield from _check_count(file, node, found[0], member)


def _check_count(file, node, counts, member):
    call = node.parent
    if call is None or call.type != "call_expression" or field(
            call, "function") != node:
        yield finding("CALL", file, node, f"{member} is called without ()")
        return
    given = len([c for c in field(call, "arguments").named_children
                 if c.type != "comment"])
    if given not in counts:
        yield finding("CALL", file, node,
                      f"{member} takes {sorted(counts)} arguments, not {given}")


def field_arguments_exist(file, names):
    """SetRange, Validate and the like name fields of their record."""
    takes_fields = {"setrange", "setfilter", "validate", "testfield", "fieldno",
                    "fieldcaption", "fieldname", "getfilter", "calcfields",
                    "setloadfields", "setcurrentkey", "modifyall", "fielderror"}
    for scope, code, _ in scopes(file, names):
        for node in all_of(code, "call_expression"):
            function = field(node, "function")
            if function.type != "member_expression":
                continue
            owner = scope.type(field(function, "object"))
            method = name(field(function, "member")).lower()
            if not owner or owner[0] != "record" or method not in takes_fields:
                continue
            known = names.fields_of(owner[1])
            given = field(node, "arguments").named_children
            if method not in ("setloadfields", "calcfields", "setcurrentkey"):
                given = given[:1]
            for one in given:
                if one.type in ("identifier", "quoted_identifier") and (
                        name(one).lower() not in known and
                        name(one).lower() not in platform.SYSTEM_FIELDS):
                    yield finding("FIELD", file, one,
                                  f"{owner[1]} has no field {name(one)}")


def own_calls_fit(file, names):
    """Calls without a dot: procedures of the object, or of the platform."""
    for scope, code, _ in scopes(file, names):
        for node in all_of(code, "call_expression"):
            function = field(node, "function")
            if function.type not in ("identifier", "quoted_identifier"):
                continue
            written = name(function)
            own = scope.own_procedure(written.lower())
            given = len([c for c in field(node, "arguments").named_children
                         if c.type != "comment"])
            if own is not None:
                if given != len(own.parameters):
                    yield finding("CALL", file, node,
                                  f"{written} takes {len(own.parameters)} "
                                  f"arguments, not {given}")
            elif written.lower() not in platform.FUNCTIONS:
                yield finding("CALL", file, node, f"no procedure {written}")


def _is_name_position(node):
    """Whether a parent says that this is no variable."""
    parent = node.parent
    if parent.type == "member_expression":
        return field(parent, "member") == node
    if parent.type == "call_expression":
        return field(parent, "function") == node
    return parent.type in ("database_reference", "namespace_name", "parameter",
                           "variable_declaration", "type_specification")


def variables_exist(file, names):
    for scope, code, _ in scopes(file, names):
        if code is None:
            continue
        for node in all_of(code, "identifier", "quoted_identifier"):
            if node.parent.type == "qualified_enum_value":
                yield from _check_enum_value(file, names, scope, node)
                continue
            if node == code or not _is_name_position(node):
                yield from _check_variable(file, names, scope, node)


def _check_variable(file, names, scope, node):
    key = name(node).lower()
    if key in scope.variables or key in platform.STATICS:
        return
    call = node.parent.parent
    if node.parent.type == "argument_list" and call is not None and (
            field(call, "function").type == "member_expression"):
        owner = scope.type(field(field(call, "function"), "object"))
        if owner and owner[0] == "record":
            return  # a field, which field_arguments_exist looks at
    yield finding("VARIABLE", file, node, f"no variable {name(node)}")


def _check_enum_value(file, names, scope, node):
    outer = node.parent
    if field(outer, "value") != node:
        return
    inner = field(outer, "enum_type")
    if text(inner).lower() == "enum":
        return  # the enum itself, which objects_exist looks at
    kind = scope.type(inner)
    key = name(node).lower()
    if kind and kind[0] == "enum":
        made = names.find("enum", kind[1])
        if made is not None and made.values and key not in made.values:
            yield finding("VALUE", file, node, f"{kind[1]} has no {name(node)}")
    elif not kind and text(inner).lower() not in platform.STATICS:
        yield finding("VALUE", file, node, f"nothing is named {text(inner)}")


def variables_are_used(file, names):
    del names
    for made in file.objects:
        written = {}
        for node in all_of(made.node, "identifier", "quoted_identifier"):
            written.setdefault(name(node).lower(), []).append(node)
        for one in made.variables:
            if len(written[one.name.lower()]) < 2:
                yield finding("UNUSED", file, one.node, one.name)
        for procedure in made.procedures:
            inside = [name(n).lower() for n in all_of(
                procedure.node, "identifier", "quoted_identifier")]
            for one in procedure.variables:
                if inside.count(one.name.lower()) < 2:
                    yield finding("UNUSED", file, one.node, one.name)


RULES = (objects_exist, namespaces_are_used, members_exist,
         field_arguments_exist, own_calls_fit, variables_exist,
         variables_are_used)
