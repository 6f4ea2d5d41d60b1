"""The shell examples of a page, and whether their output is what it shows.

A block ```sh is a command; the block ```json or ```text right after it is its
output. In outputs "…" stands for what was left out: any text inside a text or a
line, any further lines, elements ("…" in a list) or members ("…": "…").
"""

import dataclasses
import json
import re

MORE = "…"

_BLOCK = re.compile(
    r"^```sh\n(?P<command>.*?)^```\n\n```(?P<kind>json|text)\n"
    r"(?P<output>.*?)^```\n", re.MULTILINE | re.DOTALL)
_ALL_SHELL = re.compile(r"^```sh\n", re.MULTILINE)


@dataclasses.dataclass(frozen=True)
class Example:
    command: str
    kind: str  # "json" or "text"
    output: str

    def differs(self, real):
        """What is wrong with the real output, or None."""
        if self.kind == "text":
            return _lines_differ(self.output, real)
        try:
            value = json.loads(real)
        except json.JSONDecodeError as error:
            return f"not JSON: {error}"
        return _values_differ(json.loads(self.output), value, "$")


def examples(page):
    found = [Example(*match.group("command", "kind", "output"))
             for match in _BLOCK.finditer(page)]
    if len(found) != len(_ALL_SHELL.findall(page)):
        raise ValueError("a block ```sh without an output after it")
    return found


def _pattern(text):
    return ".*".join(map(re.escape, text.split(MORE)))


def _lines_differ(shown, real):
    pattern = "".join(r"(?:.*\n)*" if line.strip() == MORE
                      else _pattern(line) + r"\n"
                      for line in shown.splitlines())
    return None if re.fullmatch(pattern, real) else "other lines"


def _values_differ(shown, real, path):
    if isinstance(shown, str) and MORE in shown:
        fits = isinstance(real, str) and re.fullmatch(_pattern(shown), real,
                                                      re.DOTALL)
        return None if fits else f"{path}: {real!r}"
    if isinstance(shown, dict) and isinstance(real, dict):
        return _objects_differ(shown, real, path)
    if isinstance(shown, list) and isinstance(real, list):
        open_end = shown[-1:] == [MORE]
        elements = shown[:-1] if open_end else shown
        if len(real) < len(elements) or (len(real) > len(elements)
                                         and not open_end):
            return f"{path}: {len(real)} elements"
        return next(filter(None, (
            _values_differ(value, real[i], f"{path}[{i}]")
            for i, value in enumerate(elements))), None)
    # True is not 1, but 61200 is 61200.0.
    same = shown == real and isinstance(shown, bool) == isinstance(real, bool)
    return None if same else f"{path}: {real!r}"


def _objects_differ(shown, real, path):
    names = shown.keys() - {MORE}
    if names - real.keys():
        return f"{path}: no {sorted(names - real.keys())}"
    if MORE not in shown and real.keys() - names:
        return f"{path}: also {sorted(real.keys() - names)}"
    return next(filter(None, (
        _values_differ(shown[name], real[name], f"{path}.{name}")
        for name in names)), None)
