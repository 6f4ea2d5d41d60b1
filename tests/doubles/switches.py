"""What the command line says about one double or all of them."""

import json
import pathlib

# A pattern or a header may look like a number, and is none.
TEXTS = ("path", "query", "asks", "method", "raw", "body")


def named(text, names, mark=":"):
    """(the doubles that are meant, the rest) of `NAME:rest` or `rest`."""
    name, found, rest = text.partition(mark)
    if found and name in names:
        return [name], rest
    return list(names), text


def value_of(text):
    """JSON where it is some, else the text itself."""
    try:
        return json.loads(text)
    except ValueError:
        return text


def command(text, first="do"):
    """`WORD name=value …` as a command whose `first` is WORD; or JSON."""
    if text.lstrip().startswith("{"):
        return json.loads(text)
    word, *words = text.split() or [""]
    found = {first: word}
    for word in words:
        name, equals, value = word.partition("=")
        if not equals:
            raise ValueError(f"{word!r} is not name=value")
        found[name] = value if name in TEXTS else value_of(value)
    return found


def fault(text):
    """The command of `KIND name=value …`, or of an object in JSON."""
    return {"do": "fault", **command(text, "kind")}


def option(text):
    """The command of `name=value`."""
    name, found, value = text.partition("=")
    if not found:
        raise ValueError(f"{text!r} is not name=value")
    return {"do": "option", "name": name, "value": value_of(value)}


def commands(text):
    """The commands of a file: one, or a list."""
    found = json.loads(pathlib.Path(text).read_text(encoding="utf-8"))
    return found if isinstance(found, list) else [found]
