"""Runs procedures: statements, expressions, calls."""

import datetime
import decimal

from tree import child, field, name, string, text

from . import calls
from .values import (ZERO_TIME, AlError, Cell, EnumValue, JsonArray, JsonToken,
                     NotSupported, Option)


class Exit(Exception):

    def __init__(self, value=None):
        super().__init__()
        self.value = value


class Instance:
    """A codeunit (or a page, or the code of a table) with its variables."""

    def __init__(self, made, machine):
        self.made = made
        self.globals = {v.name.lower(): machine.variable(v)
                        for v in made.variables}
        self.extra = {}  # what platform functions keep with it


class Frame:

    def __init__(self, instance, record):
        self.instance, self.record = instance, record
        self.locals = {}


class Machine:

    def __init__(self, world):
        self.world = world
        self.singles, self.handlers = {}, {}
        self.last_error = ""
        self.frames = []

    # Variables.
    def variable(self, one):
        if one.type == ("basic", "label"):
            return Cell(string(field(one.node, "value")), one.type)
        length = calls.length_of(one.node)
        return Cell(self.world.fresh(one.type, one.temporary), one.type, length)

    def assign(self, cell, value):
        kind = cell.kind
        if kind and kind[0] == "record":
            cell.value.take(value)
        elif kind and kind[0] == "interface":
            cell.value = self.implementation(value)
        elif kind and kind[0] == "basic":
            cell.value = self.world.converted(value, (kind[1], cell.length),
                                              "a variable")
        else:
            cell.value = value

    def implementation(self, value):
        if isinstance(value, EnumValue):
            return self.instance(value.enum.implementations[value.ordinal])
        return value

    def instance(self, title):
        made = self.world.objects.get(("codeunit", title.lower()))
        if made is None:
            raise NotSupported(f"codeunit {title}")
        if made.property_text("SingleInstance") == "true":
            if title.lower() not in self.singles:
                self.singles[title.lower()] = Instance(made, self)
            return self.singles[title.lower()]
        return Instance(made, self)

    # Calls.
    def procedure(self, made, key, count=None):
        for one in made.procedures:
            if one.name.lower() == key and (
                    count is None or len(one.parameters) == count):
                return one
        return None

    def call(self, instance, one, cells, record=None):
        """Runs a procedure with the cells of its arguments."""
        if len(self.frames) > 200:
            raise NotSupported("too deep")
        frame = Frame(instance, record)
        for parameter, cell in zip(one.parameters, cells):
            frame.locals[parameter.name.lower()] = self.parameter(parameter,
                                                                  cell)
        for variable in one.variables:
            frame.locals[variable.name.lower()] = self.variable(variable)
        result = None
        if one.result is not None:
            length = calls.length_of(field(one.node, "return_type"))
            result = Cell(self.world.fresh(one.result), one.result, length)
            if one.result_name:
                frame.locals[one.result_name.lower()] = result
        self.frames.append(frame)
        try:
            self.run(child(one.body, "statement_block"))
        except Exit as left:
            if left.value is not None:
                self.assign(result, left.value)
        finally:
            self.frames.pop()
        return None if result is None else result.value

    def parameter(self, parameter, cell):
        by_reference = field(parameter.node, "modifier") is not None
        if by_reference and cell.kind is not None:
            return cell
        if parameter.type[0] == "record" and not by_reference:
            return Cell(cell.value.copy_of(), parameter.type)
        made = Cell(None, parameter.type, calls.length_of(parameter.node))
        if parameter.type[0] == "record":
            made.value = cell.value
        elif parameter.type[0] == "interface":
            made.value = self.implementation(cell.value)
        elif parameter.type[0] == "codeunit":
            made.value = cell.value
        else:
            self.assign(made, cell.value)
        return made

    # Statements.
    def run(self, node):
        if node is None:
            return
        kind = node.type
        if kind in ("statement_block", "code_block"):
            for one in node.named_children:
                self.run(one)
        elif kind in ("comment", "begin_keyword", "end_keyword",
                      "empty_statement"):
            return
        else:
            getattr(self, "run_" + kind, self.run_expression)(node)

    def run_expression(self, node):
        self.evaluate(node, statement=True)

    def run_assignment_statement(self, node):
        left, right = field(node, "left"), field(node, "right")
        value = self.evaluate(right)
        sign = text(field(node, "operator"))
        if sign != ":=":
            value = self.operate(sign[0], self.evaluate(left), value)
        self.store(left, value)

    def store(self, node, value):
        if node.type == "subscript_expression":
            cell = self.cell(field(node, "object"))
            place = self.evaluate(field(node, "index")) - 1
            letter = chr(value) if isinstance(value, int) else value
            cell.value = cell.value[:place] + letter + cell.value[place + 1:]
        elif node.type == "member_expression":
            calls.set_member(self, node, value)
        else:
            self.assign(self.cell(node), value)

    def run_if_statement(self, node):
        if self.truth(field(node, "condition")):
            self.run(field(node, "then_branch"))
        else:
            self.run(field(node, "else_branch"))

    def truth(self, node):
        value = self.evaluate(node)
        if not isinstance(value, bool):
            raise NotSupported(f"{text(node)} is no Boolean")
        return value

    def run_while_statement(self, node):
        while self.truth(field(node, "condition")):
            self.run(field(node, "body"))

    def run_repeat_statement(self, node):
        while True:
            self.run(field(node, "body"))
            if self.truth(field(node, "condition")):
                return

    def run_for_statement(self, node):
        first = self.evaluate(field(node, "start"))
        last = self.evaluate(field(node, "end"))
        for value in range(first, last + 1):
            self.store(field(node, "variable"), value)
            self.run(field(node, "body"))

    def run_foreach_statement(self, node):
        listed = self.evaluate(field(node, "iterable"))
        if isinstance(listed, JsonArray):
            listed = [JsonToken(v) for v in listed.elements]
        for value in list(listed):
            self.store(field(node, "variable"), value)
            self.run(field(node, "body"))

    def run_case_statement(self, node):
        value = self.evaluate(field(node, "expression"))
        for branch in field(node, "body").named_children:
            for pattern in branch.children_by_field_name("pattern"):
                if self.equal(value, self.evaluate(pattern)):
                    self.run(field(branch, "body"))
                    return
        otherwise = child(node, "case_else_branch")
        if otherwise is not None:
            self.run(field(otherwise, "body"))

    def run_exit_statement(self, node):
        value = field(node, "return_value")
        raise Exit(None if value is None else self.evaluate(value))

    def run_asserterror_statement(self, node):
        depth = len(self.frames)
        try:
            self.run(field(node, "body"))
        except AlError as error:
            del self.frames[depth:]
            self.last_error = str(error)
            self.world.roll_back()
            return
        raise AlError("An error was expected and did not come.")

    # Expressions.
    def cell(self, node):
        """The variable that a name stands for."""
        key = name(node).lower()
        frame = self.frames[-1]
        if key in frame.locals:
            return frame.locals[key]
        if key in frame.instance.globals:
            return frame.instance.globals[key]
        if key == "rec" and frame.record is not None:
            return Cell(frame.record, ("record", frame.record.table.name))
        if key == "xrec" and frame.record is not None:
            return Cell(frame.record.before, ("record", ""))
        if key == "this":
            return Cell(frame.instance, ("codeunit", ""))
        raise NotSupported(f"variable {name(node)}")

    def argument(self, node):
        """The cell of an argument: a variable, or a value without one."""
        if node.type in ("identifier", "quoted_identifier"):
            cell = self.cell(node)
            self.made(cell)
            return cell
        if node.type == "member_expression":
            owner = calls.field_cell(self, node)
            if owner is not None:
                return owner
        return Cell(self.evaluate(node))

    def made(self, cell):
        """A codeunit is made when its variable is used first."""
        if cell.value is None and cell.kind and cell.kind[0] == "codeunit":
            cell.value = calls.codeunit(self, cell.kind[1])
        return cell.value

    def evaluate(self, node, statement=False):
        kind = node.type
        if kind in ("identifier", "quoted_identifier"):
            return self.made(self.cell(node))
        if kind == "call_expression":
            return calls.call(self, node, statement)
        found = getattr(self, "value_of_" + kind, None)
        if found is None:
            raise NotSupported(f"{kind}: {text(node)[:60]}")
        return found(node)

    def value_of_string_literal(self, node):
        return string(node)

    def value_of_integer(self, node):
        return int(text(node))

    def value_of_boolean(self, node):
        return text(node).lower() == "true"

    def value_of_datetime_literal(self, node):
        if text(node).upper() != "0DT":
            raise NotSupported(text(node))
        return ZERO_TIME

    def value_of_parenthesized_expression(self, node):
        return self.evaluate(node.named_children[0])

    def value_of_unary_expression(self, node):
        value = self.evaluate(field(node, "operand"))
        return (not value) if isinstance(value, bool) else -value

    def value_of_logical_expression(self, node):
        # AL does evaluate both sides.
        left = self.truth(field(node, "left"))
        right = self.truth(field(node, "right"))
        sign = next(text(c).lower() for c in node.children
                    if text(c).lower() in ("and", "or", "xor"))
        return {"and": left and right, "or": left or right,
                "xor": left != right}[sign]

    def value_of_comparison_expression(self, node):
        left = self.evaluate(field(node, "left"))
        right = self.evaluate(field(node, "right"))
        sign = text(field(node, "operator"))
        if sign in ("=", "<>"):
            return self.equal(left, right) == (sign == "=")
        return {"<": left < right, ">": left > right, "<=": left <= right,
                ">=": left >= right}[sign]

    @staticmethod
    def equal(left, right):
        if isinstance(left, Option) or isinstance(right, Option):
            return Option(left) == Option(right)
        return left == right

    def value_of_in_expression(self, node):
        value = self.evaluate(field(node, "left"))
        return any(self.equal(value, self.evaluate(n))
                   for n in field(node, "right").named_children)

    def value_of_additive_expression(self, node):
        return self.operate(_sign(node), self.evaluate(field(node, "left")),
                            self.evaluate(field(node, "right")))

    value_of_multiplicative_expression = value_of_additive_expression

    @staticmethod
    def operate(sign, left, right):
        if isinstance(left, datetime.datetime):
            if isinstance(right, datetime.datetime):
                return int((left - right).total_seconds() * 1000)
            if left == ZERO_TIME:
                raise AlError("A time that is empty cannot be moved.")
            moved = datetime.timedelta(milliseconds=right)
            return left + moved if sign == "+" else left - moved
        if sign == "+":
            return left + right
        if sign == "-":
            return left - right
        if sign == "*":
            return left * right
        if sign in ("div", "mod"):
            return left // right if sign == "div" else left % right
        if sign == "/":
            return decimal.Decimal(left) / decimal.Decimal(right)
        raise NotSupported(f"operator {sign}")

    def value_of_qualified_enum_value(self, node):
        inner, written = field(node, "enum_type"), name(field(node, "value"))
        if text(inner).lower() == "enum":
            return self.world.enum(written)
        if inner.type == "qualified_enum_value":
            return self.evaluate(inner).value(written)
        if inner.type == "member_expression":
            value = self.evaluate(inner)
            if isinstance(value, EnumValue):
                return value.enum.value(written)
            return Option(written)
        try:
            cell = self.cell(inner)
        except NotSupported:
            return Option(written)
        if isinstance(cell.value, EnumValue):
            return cell.value.enum.value(written)
        return Option(written)

    def value_of_database_reference(self, node):
        kind = text(field(node, "keyword")).lower()
        written = name(field(node, "table_name"))
        if kind == "database":
            return self.world.number_of(written.lower())
        made = self.world.objects.get((kind, written.lower()))
        return made.id if made is not None else 0

    def value_of_member_expression(self, node):
        return calls.member(self, node)


def _sign(node):
    between = [c for c in node.children if not c.is_named]
    if between:
        return text(between[0])
    return text(node.children[1])
