"""Comments of the .proto files -> descriptions.

Comments name fields as the .proto file does; descriptions name them as JSON
does. A comment may stand for several fields ("source, type and id as in
RecordRef"); each of them gets the description of its original.
"""

import re

_QUOTED = re.compile(r'("[^"]*"|`[^`]*`)')
_WORD = re.compile(r"\b[a-z][a-z0-9]*(?:_[a-z0-9]+)+\b")
_AS_IN = re.compile(r"^((?:\w+, )*\w+(?: and \w+)?) as in (\w+)\.\s*")
_LIKE = re.compile(r"[Ff]ields as in (\w+)\.")


def camel(name):
    first, *rest = name.split("_")
    return first + "".join(word.capitalize() for word in rest)


class Words:
    """Looks up descriptions in one contract. Immutable."""

    def __init__(self, contract):
        self._by_name = {m.name: m for m in contract.messages.values()}
        self._field_names = {field.proto_name
                             for message in self._by_name.values()
                             for field in message.fields}

    def text(self, comment):
        """The comment with field names as in JSON, outside of quotes."""
        parts = _QUOTED.split(comment)
        return "".join(
            part if part[:1] in ('"', "`") else _WORD.sub(self._rename, part)
            for part in parts)

    def _rename(self, match):
        name = match.group()
        return camel(name) if name in self._field_names else name

    def of_field(self, message, field):
        return self.text(self.comment(message, field.proto_name))

    def is_required(self, message, field):
        """Whether the comment says that a request must have the field."""
        return "Required." in self.comment(message, field.proto_name)

    def comment(self, message, name):
        """What the .proto says about a field, in its own spelling."""
        field = message.field(name)
        if field is None:
            return ""
        for comment in self._candidates(message, field):
            match = _AS_IN.match(comment)
            if not match:
                if comment:
                    return comment
                continue
            if name in re.findall(r"\w+", match.group(1)):
                origin = self._by_name[match.group(2)]
                rest = comment[match.end():]
                text = self.comment(origin, name)
                return text if rest in text else f"{text} {rest}".strip()
        like = _LIKE.search(message.comment)
        if like:
            return self.comment(self._by_name[like.group(1)], name)
        return ""

    @staticmethod
    def _candidates(message, field):
        """Its own comment, then comments that name it among others."""
        yield field.comment
        for other in message.fields:
            if other is not field and _AS_IN.match(other.comment):
                yield other.comment
