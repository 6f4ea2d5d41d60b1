"""The Python blocks of a page as one program, and what they are shown to print.

A block ```python is run. A block ```text right after it is its output, in which
a line "…" stands for any lines. Blocks run one after the other and share their
names, as in a session.
"""

import re

SEPARATOR = "-- block --\n"

_BLOCK = re.compile(
    r"^```python\n(?P<code>.*?)^```\n(?:\n```text\n(?P<text>.*?)^```\n)?",
    re.MULTILINE | re.DOTALL)


def program(page):
    """(program, outputs): each block first prints SEPARATOR."""
    parts, outputs = [], []
    for block in _BLOCK.finditer(page):
        parts.append(f"print({SEPARATOR!r}, end='')\n{block['code']}")
        outputs.append(block["text"] or "")
    return "\n".join(parts), outputs


def agree(shown, real):
    """Whether `real` is `shown`, "…" standing for any lines."""
    pattern = "".join(r"(?:.*\n)*" if line.strip() == "…"
                      else re.escape(line) + r"\n"
                      for line in shown.splitlines())
    return re.fullmatch(pattern, real) is not None
