"""Microsoft's schemas of connector files, read and applied.

They are JSON with comments. See schemas/README.md for where they come from.
"""

import functools
import json
import pathlib

import jsonschema

HERE = pathlib.Path(__file__).resolve().parent / "schemas"


def without_comments(text):
    """JSON without what stands behind // outside of strings."""
    kept, i, in_string = [], 0, False
    while i < len(text):
        if in_string and text[i] == "\\":
            kept.append(text[i:i + 2])
            i += 2
            continue
        if text[i] == '"':
            in_string = not in_string
        elif not in_string and text.startswith("//", i):
            i = text.find("\n", i)
            continue
        kept.append(text[i])
        i += 1
    return "".join(kept)


@functools.cache
def _validator(name):
    schema = json.loads(without_comments(
        (HERE / name).read_text(encoding="utf-8")))
    return jsonschema.validators.validator_for(schema)(schema)


def _errors(name, value):
    validator = _validator(name)
    return [f"{'/'.join(map(str, error.absolute_path))}: {error.message[:200]}"
            for error in validator.iter_errors(value)]


def definition_errors(definition):
    return _errors("apiDefinition.swagger.schema.json", definition)


def properties_errors(properties):
    """Of the value of "properties". Microsoft's file is older than the
    settings of a gateway, so a parameter of that type is judged here."""
    rest = json.loads(json.dumps(properties))
    parameters = rest.get("connectionParameters", {})
    errors = []
    for name, parameter in list(parameters.items()):
        if parameter.get("type") != "gatewaySetting":
            continue
        del parameters[name]
        settings = parameter.get("gatewaySettings", {})
        if (settings.get("dataSourceType") != "CustomConnector"
                or settings.get("connectionDetails") != []):
            errors.append(f"{name}: not the settings of a custom connector")
    return errors + _errors("paconn-apiProperties.schema.json",
                            {"properties": rest})
