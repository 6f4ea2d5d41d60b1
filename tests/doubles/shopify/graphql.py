"""GraphQL documents and schemas, read into plain objects."""

import dataclasses
import re

_TOKEN = re.compile(r'''(?:[\s,\ufeff]+|\#[^\n]*)*(?:
    (?P<block>"""(?:[^"]|"(?!""))*""")
  | (?P<text>"(?:[^"\\\n]|\\.)*")
  | (?P<number>-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)
  | (?P<name>[_A-Za-z]\w*)
  | (?P<mark>\.\.\.|[!$&():=@\[\]{|}])
  | (?P<end>\Z))''', re.VERBOSE)
_ESCAPES = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f"}


class SyntaxProblem(ValueError):
    """A document that cannot be read."""


@dataclasses.dataclass
class Variable:
    name: str


class Enum(str):
    """A bare word."""


@dataclasses.dataclass
class Selection:
    """A field, or with `on` an inline fragment, or with `spread` a named
    one."""
    name: str = ""
    alias: str = ""
    arguments: dict = dataclasses.field(default_factory=dict)
    selections: list = dataclasses.field(default_factory=list)
    on: str | None = None
    spread: str | None = None


@dataclasses.dataclass
class Operation:
    kind: str
    name: str
    variables: dict      # name -> (type, default or None)
    selections: list


@dataclasses.dataclass
class Field:
    name: str
    type: str            # "[Order!]!"
    arguments: dict      # name -> type
    since: str = ""


@dataclasses.dataclass
class Type:
    kind: str
    name: str
    fields: dict = dataclasses.field(default_factory=dict)
    values: tuple = ()   # of an enum; the members of a union
    interfaces: tuple = ()


class Reader:
    """One pass over a text."""

    def __init__(self, text):
        self._tokens = []
        at = 0
        while True:
            match = _TOKEN.match(text, at)
            if match is None:
                raise SyntaxProblem(f"syntax error at character {at}")
            if match.lastgroup == "end":
                break
            self._tokens.append((match.lastgroup, match[match.lastgroup]))
            at = match.end()
        self._at = 0

    def peek(self):
        return (self._tokens[self._at] if self._at < len(self._tokens)
                else ("end", ""))

    def next(self):
        token = self.peek()
        self._at += 1
        return token

    def accept(self, text):
        if self.peek()[1] == text and self.peek()[0] in ("mark", "name"):
            self._at += 1
            return True
        return False

    def expect(self, text):
        if not self.accept(text):
            raise SyntaxProblem(f"syntax error, unexpected "
                                f"{self.peek()[1]!r}, expecting {text!r}")

    def name(self):
        kind, text = self.next()
        if kind != "name":
            raise SyntaxProblem(f"syntax error, unexpected {text!r}, "
                                "expecting a name")
        return text

    def type(self):
        if self.accept("["):
            text = f"[{self.type()}]"
            self.expect("]")
        else:
            text = self.name()
        return text + "!" if self.accept("!") else text

    def value(self):
        kind, text = self.next()
        if kind == "number":
            return float(text) if set(text) & set(".eE") else int(text)
        if kind == "text":
            return re.sub(r"\\(u[0-9a-fA-F]{4}|.)", _unescape, text[1:-1])
        if kind == "block":
            return text[3:-3].strip()
        if kind == "name":
            return {"true": True, "false": False, "null": None}.get(
                text, Enum(text))
        if text == "$":
            return Variable(self.name())
        if text == "[":
            values = []
            while not self.accept("]"):
                values.append(self.value())
            return values
        if text == "{":
            values = {}
            while not self.accept("}"):
                name = self.name()
                self.expect(":")
                values[name] = self.value()
            return values
        raise SyntaxProblem(f"syntax error, unexpected {text!r}")

    def arguments(self):
        found = {}
        if self.accept("("):
            while not self.accept(")"):
                name = self.name()
                self.expect(":")
                found[name] = self.value()
        return found

    def selections(self):
        self.expect("{")
        found = []
        while not self.accept("}"):
            found.append(self._selection())
        return found

    def _selection(self):
        if self.accept("..."):
            if self.accept("on"):
                on = self.name()
                return Selection(on=on, selections=self.selections())
            return Selection(spread=self.name())
        name = alias = self.name()
        if self.accept(":"):
            name = self.name()
        selection = Selection(name, alias, self.arguments())
        if self.peek()[1] == "{":
            selection.selections = self.selections()
        return selection


def _unescape(match):
    code = match[1]
    return chr(int(code[1:], 16)) if len(code) == 5 else _ESCAPES.get(code,
                                                                      code)


def parse_document(text):
    """([operations], {name: (type, selections)} of fragments)."""
    reader = Reader(text)
    operations, fragments = [], {}
    while reader.peek()[0] != "end":
        if reader.peek()[1] == "{":
            operations.append(Operation("query", "", {}, reader.selections()))
            continue
        kind = reader.name()
        if kind == "fragment":
            name = reader.name()
            reader.expect("on")
            on = reader.name()
            fragments[name] = (on, reader.selections())
            continue
        if kind not in ("query", "mutation"):
            raise SyntaxProblem(f"syntax error, unexpected {kind!r}")
        name = reader.name() if reader.peek()[0] == "name" else ""
        operations.append(Operation(kind, name, _variables(reader),
                                    reader.selections()))
    return operations, fragments


def _variables(reader):
    found = {}
    if reader.accept("("):
        while not reader.accept(")"):
            reader.expect("$")
            name = reader.name()
            reader.expect(":")
            kind = reader.type()
            found[name] = (kind, reader.value() if reader.accept("=")
                           else None)
    return found


def parse_schema(text):
    """{name: Type} of a schema in GraphQL's own language."""
    reader = Reader(text)
    types = {name: Type("scalar", name)
             for name in ("ID", "String", "Int", "Boolean", "Float")}
    while reader.peek()[0] != "end":
        kind = reader.name()
        if kind == "directive":
            while not reader.accept("OBJECT"):   # the last of its places
                reader.next()
            continue
        definition = Type(kind, reader.name())
        types[definition.name] = definition
        if kind == "union":
            reader.expect("=")
            members = [reader.name()]
            while reader.accept("|"):
                members.append(reader.name())
            definition.values = tuple(members)
        elif kind == "enum":
            reader.expect("{")
            values = []
            while not reader.accept("}"):
                values.append(reader.name())
            definition.values = tuple(values)
        elif kind != "scalar":
            _read_fields(reader, definition)
    return types


def _read_fields(reader, definition):
    if reader.accept("implements"):
        definition.interfaces = (reader.name(),)
    if reader.accept("@"):   # its fields say so too
        reader.expect("since")
        reader.arguments()
    reader.expect("{")
    while not reader.accept("}"):
        name = reader.name()
        arguments = {}
        if reader.accept("("):
            while not reader.accept(")"):
                argument = reader.name()
                reader.expect(":")
                arguments[argument] = reader.type()
        reader.expect(":")
        field = Field(name, reader.type(), arguments)
        if reader.accept("@"):
            reader.expect("since")
            field.since = reader.arguments()["version"]
        definition.fields[name] = field


def bare(type_text):
    """"Order" of "[Order!]!"."""
    return type_text.strip("[]!")
