"""Whether a document fits the schema of a version."""

from .graphql import Variable, bare


class Problem(Exception):
    """What the system says instead of data."""

    def __init__(self, message, code, **more):
        super().__init__(message)
        self.error = {"message": message,
                      "extensions": {"code": code, **more}}


class Validator:

    def __init__(self, types, version, fragments):
        self._types = types
        self._version = version
        self._fragments = fragments
        self._used = set()

    def check(self, operation):
        root = "QueryRoot" if operation.kind == "query" else "Mutation"
        self._selections(root, operation.selections, operation)
        for name in operation.variables:
            if name not in self._used:
                raise Problem(f"Variable ${name} is declared by "
                              f"{operation.name or 'anonymous query'} but not "
                              "used", "variableNotUsed")

    def field(self, type_name, name):
        """The field's definition, or None where this version has none."""
        field = self._types[type_name].fields.get(name)
        if field and field.since and self._version not in ("unstable",) \
                and self._version < field.since:
            return None
        return field

    def _selections(self, type_name, selections, operation):
        for selection in selections:
            if selection.spread is not None:
                if selection.spread not in self._fragments:
                    raise Problem(f"Fragment {selection.spread} was used, but "
                                  "not defined", "useAndDefineFragment")
                on, inner = self._fragments[selection.spread]
                self._selections(on, inner, operation)
            elif selection.on is not None:
                if selection.on not in self._types:
                    raise Problem(f"No such type {selection.on}, so it can't "
                                  "be a fragment condition",
                                  "undefinedType")
                self._selections(selection.on, selection.selections,
                                 operation)
            elif selection.name != "__typename":
                self._field(type_name, selection, operation)

    def _field(self, type_name, selection, operation):
        field = self.field(type_name, selection.name)
        if field is None:
            raise Problem(f"Field '{selection.name}' doesn't exist on type "
                          f"'{type_name}'", "undefinedField",
                          typeName=type_name, fieldName=selection.name)
        for name, value in selection.arguments.items():
            if name not in field.arguments:
                raise Problem(f"Field '{selection.name}' doesn't accept "
                              f"argument '{name}'", "argumentNotAccepted")
            self._value(value, operation)
        for name, kind in field.arguments.items():
            if kind.endswith("!") and name not in selection.arguments:
                raise Problem(f"Field '{selection.name}' is missing required "
                              f"arguments: {name}",
                              "missingRequiredArguments")
        target = bare(field.type)
        composite = self._types[target].kind in ("type", "union", "interface")
        if composite and not selection.selections:
            raise Problem(f"Field must have selections (field "
                          f"'{selection.name}' returns {target} but has no "
                          "selections.)", "selectionMismatch")
        if selection.selections and not composite:
            raise Problem("Selections can't be made on scalars (field "
                          f"'{selection.name}')", "selectionMismatch")
        self._selections(target, selection.selections, operation)

    def _value(self, value, operation):
        if isinstance(value, Variable):
            if value.name not in operation.variables:
                raise Problem(f"Variable ${value.name} is used by "
                              f"{operation.name or 'anonymous query'} but not "
                              "declared", "variableNotDefined")
            self._used.add(value.name)
        elif isinstance(value, dict):
            for part in value.values():
                self._value(part, operation)
        elif isinstance(value, list):
            for part in value:
                self._value(part, operation)
