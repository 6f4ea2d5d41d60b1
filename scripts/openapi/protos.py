"""The .proto files as Python values: messages, enums, RPCs, their comments.

protoc does the reading; this module only finds its way in what protoc says.
"""

import dataclasses
import pathlib
import subprocess
import tempfile

from google.protobuf import descriptor_pb2
from google.protobuf import descriptor_pool
from google.protobuf import message_factory

PACKAGE = ".landfall.v1."
TIMESTAMP = ".google.protobuf.Timestamp"

# Field numbers in descriptor.proto; a location's path is made of them.
_MESSAGE, _ENUM, _SERVICE = 4, 5, 6
_FIELD, _NESTED_MESSAGE, _NESTED_ENUM = 2, 3, 4
_VALUE, _METHOD = 2, 2


@dataclasses.dataclass(frozen=True)
class Field:
    name: str  # lowerCamelCase, as in JSON
    proto_name: str  # snake_case, as in comments
    descriptor: descriptor_pb2.FieldDescriptorProto
    comment: str
    oneof: str | None  # None for `optional` fields as well


@dataclasses.dataclass(frozen=True)
class Message:
    name: str  # without the package
    comment: str
    fields: tuple[Field, ...]
    oneof_comments: dict[str, str]

    def field(self, proto_name):
        return next((f for f in self.fields if f.proto_name == proto_name),
                    None)


@dataclasses.dataclass(frozen=True)
class Enum:
    name: str  # of the message around it: "Verdict"
    comment: str
    values: tuple[tuple[str, str], ...]  # (name, comment), without the zero


@dataclasses.dataclass(frozen=True)
class Rpc:
    service: str
    name: str
    comment: str
    request: str  # type names as protoc writes them: ".landfall.v1.Card"
    response: str
    verb: str  # "get"
    path: str  # "/v1/cards/{card}"
    has_body: bool


@dataclasses.dataclass(frozen=True)
class Contract:
    messages: dict[str, Message]  # by full type name
    enums: dict[str, Enum]
    services: dict[str, str]  # name -> comment
    rpcs: tuple[Rpc, ...]  # those with a path


def load(proto_root, googleapis):
    """Reads landfall/v1/*.proto below `proto_root`."""
    files = _compile(pathlib.Path(proto_root), googleapis)
    http_rule_of = _http_rule_reader(files)
    messages, enums, services, rpcs = {}, {}, {}, []
    for file in files.file:
        if not file.name.startswith("landfall/"):
            continue
        comments = {tuple(place.path): " ".join(place.leading_comments.split())
                    for place in file.source_code_info.location}
        for i, message in enumerate(file.message_type):
            _add_message(message, PACKAGE + message.name, (_MESSAGE, i),
                         comments, messages, enums)
        for i, service in enumerate(file.service):
            services[service.name] = comments.get((_SERVICE, i), "")
            for j, method in enumerate(service.method):
                rule = http_rule_of(method)
                if rule is None:
                    continue  # streaming: over gRPC only
                for one in [rule, *rule.additional_bindings]:
                    verb = one.WhichOneof("pattern")
                    rpcs.append(Rpc(
                        service.name, method.name,
                        comments.get((_SERVICE, i, _METHOD, j), ""),
                        method.input_type, method.output_type, verb,
                        getattr(one, verb), one.body == "*"))
    return Contract(messages, enums, services, tuple(rpcs))


def _compile(proto_root, googleapis):
    sources = sorted(proto_root.glob("landfall/v1/*.proto"))
    with tempfile.TemporaryDirectory() as folder:
        out = pathlib.Path(folder) / "set"
        subprocess.run(
            ["protoc", f"-I{proto_root}", f"-I{googleapis}", f"-o{out}",
             "--include_imports", "--include_source_info", *sources],
            check=True)
        return descriptor_pb2.FileDescriptorSet.FromString(out.read_bytes())


def _http_rule_reader(files):
    """A function from a method to its google.api.HttpRule, or None."""
    pool = descriptor_pool.DescriptorPool()
    for file in files.file:
        pool.AddSerializedFile(file.SerializeToString())
    descriptor = pool.FindMessageTypeByName("google.protobuf.MethodOptions")
    if hasattr(message_factory, "GetMessageClass"):
        options_class = message_factory.GetMessageClass(descriptor)
    else:  # protobuf before 4.22
        options_class = message_factory.MessageFactory(pool).GetPrototype(
            descriptor)
    extension = pool.FindExtensionByName("google.api.http")

    def read(method):
        options = options_class.FromString(method.options.SerializeToString())
        if not options.HasExtension(extension):
            return None
        return options.Extensions[extension]

    return read


def _add_message(message, full_name, path, comments, messages, enums):
    for i, enum in enumerate(message.enum_type):
        values = tuple(
            (value.name, comments.get(path + (_NESTED_ENUM, i, _VALUE, j), ""))
            for j, value in enumerate(enum.value) if value.number != 0)
        enums[f"{full_name}.{enum.name}"] = Enum(
            message.name, comments.get(path, ""), values)
    if not message.field and message.enum_type:
        return  # only a namespace for its enum
    fields = []
    for i, field in enumerate(message.field):
        in_oneof = field.HasField("oneof_index") and not field.proto3_optional
        fields.append(Field(
            field.json_name, field.name, field,
            comments.get(path + (_FIELD, i), ""),
            message.oneof_decl[field.oneof_index].name if in_oneof else None))
    oneofs = {oneof.name: comments.get(path + (8, i), "")
              for i, oneof in enumerate(message.oneof_decl)}
    messages[full_name] = Message(message.name, comments.get(path, ""),
                                  tuple(fields), oneofs)
