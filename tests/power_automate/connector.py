"""The files of a connector as values that the rules read.

A connector is a folder with a definition, its properties, an icon and a
readme. Mutants are made of the same values without touching a file.
"""

import copy
import dataclasses
import json
import pathlib

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
HOME = ROOT / "client" / "power-automate"
VARIANTS = ("landfall", "landfall-gateway")
VERBS = ("get", "put", "post", "delete", "options", "head", "patch")


@dataclasses.dataclass(frozen=True)
class Finding:
    """One rule that something breaks."""
    point: int  # of CHECKLIST.md
    where: str
    problem: str

    def __str__(self):
        return f"{self.point:2} {self.where}: {self.problem}"


@dataclasses.dataclass(frozen=True)
class Operation:
    path: str
    verb: str
    spec: dict
    item: dict  # the path item around it

    @property
    def id(self):
        return self.spec.get("operationId", f"{self.verb} {self.path}")

    @property
    def internal(self):
        return self.spec.get("x-ms-visibility") == "internal"

    @property
    def trigger(self):
        return self.spec.get("x-ms-trigger")


class Connector:

    def __init__(self, name, files):
        self.name = name
        self.files = files  # name -> bytes
        self.definition = json.loads(files["apiDefinition.swagger.json"])
        self.properties = json.loads(files["apiProperties.json"])["properties"]
        self.gateway = name.endswith("gateway")

    @classmethod
    def read(cls, name):
        folder = HOME / name
        return cls(name, {path.name: path.read_bytes()
                          for path in folder.iterdir() if path.is_file()})

    def mutated(self, change):
        """A copy after `change(copy)`; the files follow the values."""
        made = copy.copy(self)
        made.files = dict(self.files)
        made.definition = copy.deepcopy(self.definition)
        made.properties = copy.deepcopy(self.properties)
        change(made)
        return made

    def operations(self):
        for path, item in self.definition["paths"].items():
            for verb in VERBS:
                if verb in item:
                    yield Operation(path, verb, item[verb], item)

    def operation(self, operation_id):
        return next((o for o in self.operations() if o.id == operation_id),
                    None)

    def resolve(self, node):
        """What `node` stands for: itself, or what its $ref points to. None for
        a reference to nothing."""
        while isinstance(node, dict) and "$ref" in node:
            _, section, name = node["$ref"].split("/", 2)
            node = self.definition.get(section, {}).get(name)
        return node

    def parameters(self, operation):
        return [self.resolve(p) or {} for p in
                [*operation.item.get("parameters", []),
                 *operation.spec.get("parameters", [])]]

    def body(self, operation):
        """The resolved schema of the body, None without one."""
        return next((self.resolve(p.get("schema", {})) for p in
                     self.parameters(operation) if p.get("in") == "body"), None)

    def answer(self, operation):
        """The resolved schema of the success, None without one."""
        for status in ("200", "201"):
            response = operation.spec.get("responses", {}).get(status)
            if response and "schema" in response:
                return self.resolve(response["schema"])
        return None

    def policies(self, template):
        return [policy for policy in
                self.properties.get("policyTemplateInstances", [])
                if policy.get("templateId") == template]

    def walk(self, schema, where="", seen=()):
        """(where, node as written, what it stands for) of a schema and
        everything in it. A definition within itself is not entered twice."""
        node = self.resolve(schema)
        yield where, schema, node
        if not isinstance(node, dict) or id(node) in seen:
            return
        seen = (*seen, id(node))
        for name, inner in node.get("properties", {}).items():
            yield from self.walk(inner, f"{where}.{name}", seen)
        if isinstance(node.get("items"), dict):
            yield from self.walk(node["items"], f"{where}[]", seen)

    def schemas(self):
        """(where, schema, is_request) of every schema of an operation."""
        for operation in self.operations():
            for parameter in self.parameters(operation):
                if parameter.get("in") == "body":
                    yield f"{operation.id}.body", parameter.get("schema"), True
            for status, response in operation.spec.get("responses",
                                                       {}).items():
                if "schema" in response:
                    yield (f"{operation.id}.{status}", response["schema"],
                           False)
            content = operation.item.get("x-ms-notification-content")
            if content:
                yield (f"{operation.id}.notification",
                       content.get("schema", {}), False)


def nodes(value, where=""):
    """(where, node) of every object in a JSON value."""
    if isinstance(value, dict):
        yield where, value
        for key, inner in value.items():
            yield from nodes(inner, f"{where}/{key}")
    elif isinstance(value, list):
        for i, inner in enumerate(value):
            yield from nodes(inner, f"{where}/{i}")
