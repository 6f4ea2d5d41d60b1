"""Rules that the tree alone decides: it parses, and it says what it seems to."""

import pathlib

from model import finding
from tree import all_of, field, text, walk

PROPERTIES = {
    line.lower() for line in
    (pathlib.Path(__file__).parent / "symbols" / "properties.txt").read_text(
        encoding="utf-8").splitlines() if not line.startswith("#")}

# What a statement may not be: an expression whose value nobody uses.
EXPRESSIONS = {
    "comparison_expression", "additive_expression", "logical_expression",
    "multiplicative_expression", "member_expression", "identifier",
    "quoted_identifier", "integer", "string_literal", "boolean",
    "unary_expression", "parenthesized_expression", "call_statement",
    "qualified_enum_value", "in_expression"}
BRANCHES = ("then_branch", "else_branch", "body")


def parses(file):
    """No error and no missing node."""
    for node in walk(file.root):
        if node.type == "ERROR" or node.is_missing:
            yield finding("SYNTAX", file, node, "does not parse")


def separated(file):
    """Statements of a block are separated."""
    for block in all_of(file.root, "statement_block"):
        before = None
        for node in block.children:
            if node.type == "comment":
                continue
            if node.type in (";", "empty_statement"):
                before = None
            elif before is not None and not text(before).endswith(";"):
                yield finding("SEMICOLON", file, node,
                              "no ; in front of this statement")
                before = node
            else:
                before = node


def statements_do_something(file):
    """An expression is no statement: = for :=, or a call without ()."""
    for node in walk(file.root):
        if node.type == "statement_block":
            children = node.children
        elif node.type in ("if_statement", "while_statement", "for_statement",
                           "foreach_statement", "case_branch"):
            children = [field(node, key) for key in BRANCHES]
        else:
            continue
        for child in children:
            if child is not None and child.type in EXPRESSIONS:
                yield finding("STATEMENT", file, child,
                              f"{child.type} is no statement")


def known_properties(file):
    """Every property name is one that AL has."""
    for node in all_of(file.root, "property"):
        written = text(field(node, "name"))
        if written.lower() not in PROPERTIES:
            yield finding("PROPERTY", file, node,
                          f"no such property: {written}")


def conditions_are_parenthesized(file):
    """and, or bind tighter than = in AL, so a bare comparison beside them is
    compared with the result of the and."""
    for node in all_of(file.root, "comparison_expression"):
        for side in ("left", "right"):
            operand = field(node, side)
            if operand is not None and operand.type == "logical_expression":
                yield finding("PRECEDENCE", file, node,
                              "put the comparisons beside and, or in brackets")


RULES = (parses, separated, statements_do_something, known_properties,
         conditions_are_parenthesized)
