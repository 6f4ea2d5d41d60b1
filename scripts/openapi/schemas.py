"""Messages and enums -> JSON schemas.

A message of a request is closed and has the limits that the server enforces. A
message of an answer is open, since fields may be added, and requires what the
server always writes.
"""

import enum

from google.protobuf import descriptor_pb2

from . import overlay
from .protos import TIMESTAMP

_Type = descriptor_pb2.FieldDescriptorProto
_INT32 = {"minimum": -2**31, "maximum": 2**31 - 1}


class Use(enum.Enum):
    REQUEST = 1
    ANSWER = 2


def reference(name):
    return {"$ref": f"#/components/schemas/{name}"}


class Schemas:
    """Collects the schemas that the operations refer to."""

    def __init__(self, contract, words, limit):
        self._contract = contract
        self._words = words
        self._limit = limit
        self._overlay = overlay.request_fields(limit)
        self._uses = {use: self._reachable(use) for use in Use}
        self.components = {}

    def _reachable(self, use):
        """Type names of all messages in bodies of requests or in answers."""
        found = {}
        waiting = [rpc.request if use is Use.REQUEST else rpc.response
                   for rpc in self._contract.rpcs
                   if use is Use.ANSWER or rpc.has_body]
        while waiting:
            name = waiting.pop()
            if name in found or name not in self._contract.messages:
                continue
            found[name] = True
            waiting += [f.descriptor.type_name
                        for f in self._contract.messages[name].fields]
        return found

    def message(self, type_name, use, without=frozenset(), name=None):
        """A reference to the schema of the message, without some fields.

        A message with fewer fields in one place than in another needs a name of
        its own there.
        """
        message = self._contract.messages[type_name]
        name = name or self._name(type_name, use)
        if name in self.components:
            return reference(name)
        self.components[name] = None  # keeps the order, stops recursion
        fields = [f for f in message.fields if f.name not in without]
        choices = [f for f in fields if f.oneof]
        if choices:
            schema = self._one_of(name, message, fields, choices, use)
        else:
            schema = self._object(message, fields, use)
            self._describe(schema, self._words.text(message.comment))
        self.components[name] = schema
        return reference(name)

    def _name(self, type_name, use):
        """Answers have the name; a request shares it where both are equal."""
        message = self._contract.messages[type_name]
        shared = all(type_name in names for names in self._uses.values())
        same = all(self._words.is_required(message, f) for f in message.fields)
        if use is Use.REQUEST and shared and not same:
            return message.name + "Input"
        return message.name

    def _one_of(self, name, message, fields, choices, use):
        """One schema for each choice: generators make a union of them."""
        variants = []
        for choice in choices:
            barred = {other for (owner, only), names
                      in overlay.ONLY_WITH.items()
                      if owner == message.name and only != choice.name
                      for other in names}
            kept = [f for f in fields if f is choice
                    or (not f.oneof and f.name not in barred)]
            variant = name + choice.name[0].upper() + choice.name[1:]
            self.components[variant] = self._object(message, kept, use,
                                                    {choice.name})
            variants.append(reference(variant))
        schema = {"oneOf": variants}
        comments = [message.comment, *message.oneof_comments.values()]
        self._describe(schema, self._words.text(" ".join(filter(None,
                                                                comments))))
        return schema

    def _object(self, message, fields, use, required=frozenset()):
        properties = {f.name: self.field(message, f, use) for f in fields}
        needed = [f.name for f in fields if f.name in required
                  or self._is_required(message, f, use)]
        if use is Use.REQUEST:  # null is read as not given
            for name in properties.keys() - set(needed):
                properties[name]["nullable"] = True
        schema = {"type": "object"}
        if needed:
            schema["required"] = needed
        if properties:
            schema["properties"] = properties
        if use is Use.REQUEST:
            schema["additionalProperties"] = False
        return schema

    def _is_required(self, message, field, use):
        if use is Use.REQUEST:
            return (f"{message.name}.{field.name}" in overlay.REQUIRED
                    or self._words.is_required(message, field))
        if (field.descriptor.label == _Type.LABEL_REPEATED
                or f"{message.name}.{field.name}" in overlay.ALWAYS_SET):
            return True
        return (field.descriptor.type != _Type.TYPE_MESSAGE
                and not field.descriptor.proto3_optional and not field.oneof)

    def field(self, message, field, use):
        """The schema of one field or parameter, with its description."""
        key = f"{message.name}.{field.name}"
        schema = self._value(key, field, use)
        if field.descriptor.label == _Type.LABEL_REPEATED:
            schema = {"type": "array", "items": schema}
            if use is Use.REQUEST:
                schema["maxItems"] = self._limit["kMaxListItems"]
        if use is Use.REQUEST:
            if (schema.get("type") == "string" and "format" not in schema
                    and self._words.is_required(message, field)):
                schema["minLength"] = 1
            schema.update(self._overlay.get(key, {}))
            schema = {k: v for k, v in schema.items() if v is not None}
            if "enum" in schema:
                schema.pop("maxLength", None)
        text = self._words.of_field(message, field)
        if field.descriptor.type_name == TIMESTAMP and use is Use.REQUEST:
            text = f"{text} {overlay.TIME_IN_REQUEST}".strip()
        if "$ref" in schema and text:
            # What stands beside a $ref does not count in OpenAPI 3.0.
            schema = {"allOf": [schema]}
        self._describe(schema, text)
        return schema

    def _value(self, key, field, use):
        kind = field.descriptor.type
        if kind == _Type.TYPE_STRING:
            if use is Use.ANSWER:
                return {"type": "string"}
            return {"type": "string", "maxLength": self._limit["kMaxTextBytes"]}
        if kind == _Type.TYPE_BOOL:
            return {"type": "boolean"}
        if kind == _Type.TYPE_INT32:
            schema = {"type": "integer", "format": "int32", **_INT32}
            if use is Use.ANSWER and key not in overlay.SIGNED:
                schema["minimum"] = 0
            return schema
        if kind == _Type.TYPE_DOUBLE:
            schema = {"type": "number", "format": "double"}
            if use is Use.ANSWER and key not in overlay.SIGNED:
                schema["minimum"] = 0
            return schema
        if kind == _Type.TYPE_ENUM:
            return self._enum(field.descriptor.type_name)
        if field.descriptor.type_name == TIMESTAMP:
            return {"type": "string", "format": "date-time"}
        if kind == _Type.TYPE_MESSAGE:
            return self.message(field.descriptor.type_name, use)
        raise ValueError(f"{key}: no JSON form was agreed on for this type")

    def _enum(self, type_name):
        enumeration = self._contract.enums[type_name]
        if enumeration.name not in self.components:
            lines = [f"* `{name}`" + (f" – {self._words.text(comment)}"
                                      if comment else "")
                     for name, comment in enumeration.values]
            self.components[enumeration.name] = {
                "type": "string",
                "enum": [name for name, _ in enumeration.values],
                "description": "\n".join(
                    filter(None, [enumeration.comment, "", *lines])),
            }
        return reference(enumeration.name)

    @staticmethod
    def _describe(schema, text):
        if text:
            schema["description"] = text
