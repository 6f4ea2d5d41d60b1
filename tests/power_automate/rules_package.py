"""Rules for the icon and the readme, as in rules_operations.py."""

import re
import struct
import zlib

from connector import Finding

HEADINGS = ["Publisher", "Prerequisites", "Supported Operations",
            "Obtaining Credentials", "Getting Started",
            "Known Issues and Limitations", "Frequently Asked Questions",
            "Deployment Instructions"]


def check_icon(connector):  # 46, 37
    try:
        width, height, pixels = read_png(connector.files.get("icon.png", b""))
    except ValueError as error:
        yield Finding(46, "icon.png", str(error))
        return
    if width != height or not 100 <= width <= 230:
        yield Finding(46, "icon.png", f"{width} x {height}; a square of 100 "
                      "to 230 is wanted")
    corners = {pixels[0][:3], pixels[0][-3:], pixels[-1][:3], pixels[-1][-3:]}
    colour = bytes.fromhex(
        connector.properties.get("iconBrandColor", "#000000")[1:])
    if corners != {colour}:
        yield Finding(37, "icon.png", "its background is not the brand colour")


def read_png(data):
    """(width, height, rows of RGB) of an opaque PNG of 8 bits a colour;
    ValueError for any other."""
    if data[:8] != b"\x89PNG\r\n\x1a\n":
        raise ValueError("not a PNG")
    width, height, depth, kind = struct.unpack(">IIBB", data[16:26])
    if (depth, kind) != (8, 2) or b"tRNS" in data:
        raise ValueError("not opaque RGB with 8 bits a colour")
    packed, at = b"", 8
    while at + 8 <= len(data):
        size = struct.unpack(">I", data[at:at + 4])[0]
        if data[at + 4:at + 8] == b"IDAT":
            packed += data[at + 8:at + 8 + size]
        at += 12 + size
    try:
        raw = zlib.decompress(packed)
    except zlib.error as error:
        raise ValueError(f"broken: {error}") from error
    return width, height, _rows(raw, width, height)


def _rows(raw, width, height):
    stride = 3 * width
    rows, above = [], bytes(stride)
    for y in range(height):
        line = raw[y * (stride + 1):(y + 1) * (stride + 1)]
        if len(line) != stride + 1:
            raise ValueError("broken: too short")
        above = _unfiltered(line[0], line[1:], above)
        rows.append(above)
    return rows


def _unfiltered(kind, line, above):
    row = bytearray(line)
    for i, value in enumerate(line):
        left = row[i - 3] if i >= 3 else 0
        up, corner = above[i], above[i - 3] if i >= 3 else 0
        guess = (0, left, up, (left + up) // 2,
                 _paeth(left, up, corner))[kind]
        row[i] = (value + guess) & 0xFF
    return bytes(row)


def _paeth(left, up, corner):
    distances = [abs(up - corner), abs(left - corner),
                 abs(left + up - 2 * corner)]
    return (left, up, corner)[distances.index(min(distances))]


def check_readme(connector):  # 47
    text = connector.files.get("readme.md", b"").decode("utf-8")
    if not text.startswith("# "):
        yield Finding(47, "readme.md", "has no title")
    found = re.findall(r"^## (.+)$", text, re.M)
    if [heading for heading in found if heading in HEADINGS] != HEADINGS:
        yield Finding(47, "readme.md", f"headings {found}")
    told = re.findall(r"^### .*\(`(\w+)`\)$", text, re.M)
    wanted = [o for o in connector.operations() if not o.internal]
    if sorted(told) != sorted(o.id for o in wanted):
        yield Finding(47, "readme.md", "lists other operations than there are")
    for operation in wanted:
        if f"### {operation.spec.get('summary')} (`{operation.id}`)" not in \
                text:
            yield Finding(47, operation.id, "has another name in the readme")
