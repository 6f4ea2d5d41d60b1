"""AL source text as a syntax tree."""

import tree_sitter
import tree_sitter_al

_PARSER = tree_sitter.Parser(tree_sitter.Language(tree_sitter_al.language()))


def parse(text):
    """The root node of a file's text."""
    return _PARSER.parse(text.encode("utf-8")).root_node


def walk(node):
    """The node and everything below it, in the order of the text."""
    waiting = [node]
    while waiting:
        here = waiting.pop()
        yield here
        waiting.extend(reversed(here.children))


def all_of(node, *types):
    return [n for n in walk(node) if n.is_named and n.type in types]


def text(node):
    return node.text.decode("utf-8")


def line(node):
    return node.start_point[0] + 1


def name(node):
    """A name without its quotes."""
    written = text(node)
    if written.startswith('"') and written.endswith('"'):
        return written[1:-1]
    return written


def string(node):
    """The value of a string literal."""
    return text(node)[1:-1].replace("''", "'")


def field(node, key):
    return node.child_by_field_name(key)


def child(node, kind):
    """The first child of a type, or None."""
    return next((c for c in node.children if c.type == kind), None)


def inside(node, *types):
    """Whether a node of one of the types contains this one."""
    above = node.parent
    while above is not None:
        if above.type in types:
            return True
        above = above.parent
    return False


def properties(body):
    """name in lower case -> property node, of a declaration's body."""
    if body is None:
        return {}
    return {text(field(p, "name")).lower(): p
            for p in body.children if p.type == "property"}


def value_text(prop):
    """What stands behind the = of a property, with label attributes."""
    return text(prop).split("=", 1)[1].strip().rstrip(";").strip()
