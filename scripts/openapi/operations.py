"""RPCs with a path -> paths and operations, and the document around them."""

import copy
import re

from . import overlay
from .schemas import Schemas, Use, reference
from .words import Words, camel

_PATH_FIELD = re.compile(r"{(\w+)}")
# A part of a path that stands for itself and sets a field: {trigger=stuck}.
_FIXED_FIELD = re.compile(r"{(\w+)=([\w-]+)}")
_FIRST_SENTENCE = re.compile(r"^.*?[.](?=\s|$)", re.DOTALL)


def document(contract, limit, version):
    """The whole OpenAPI description as a dictionary."""
    words = Words(contract)
    schemas = Schemas(contract, words, limit)
    paths = {}
    for rpc in contract.rpcs:
        path = _PATH_FIELD.sub(lambda m: "{" + camel(m.group(1)) + "}",
                               _FIXED_FIELD.sub(r"\2", rpc.path))
        paths.setdefault(path, {})[rpc.verb] = _operation(
            contract, words, schemas, rpc)
    for path, verbs in overlay.PLAIN_PATHS.items():
        paths[path] = copy.deepcopy(verbs)
        if path in overlay.CALLS_WITHOUT_RPC:
            for verb, operation in paths[path].items():
                operation["responses"].update(
                    _errors(verb == "post", "{" in path))
    failure = {"type": "object", "required": ["error"],
               "properties": {"error": schemas.message(
                   ".landfall.v1.Error", Use.ANSWER)},
               "description": "The body of every answer that is an error."}
    schemas.components["ErrorBody"] = failure
    tags = [{"name": _tag(name), "description": words.text(comment)}
            for name, comment in contract.services.items()
            if any(rpc.service == name for rpc in contract.rpcs)]
    tags.append({"name": "Health", "description": "For those who run it."})
    return {
        "openapi": "3.0.3",
        "info": {
            "title": "Landfall",
            "description": overlay.DESCRIPTION.format(**limit),
            "version": version,
        },
        "servers": [{"url": "/"}],
        "tags": tags,
        "security": overlay.SECURITY,
        "paths": dict(sorted(paths.items())),
        "components": {
            "securitySchemes": overlay.SECURITY_SCHEMES,
            "responses": _error_responses(),
            "schemas": dict(sorted(schemas.components.items())),
        },
    }


def _tag(service):
    return service.removesuffix("Service")


def _operation(contract, words, schemas, rpc):
    request = contract.messages[rpc.request]
    in_path = {camel(name) for name in _PATH_FIELD.findall(rpc.path)}
    fixed = {camel(name) for name, _ in _FIXED_FIELD.findall(rpc.path)}
    role = overlay.ROLES.get(rpc.name, "reader")
    needs = "no key" if role is None else f"the role {role}"
    text = words.text(rpc.comment)
    operation = {
        "operationId": overlay.SECOND_NAMES.get(
            _FIXED_FIELD.sub(r"\2", rpc.path),
            rpc.name[0].lower() + rpc.name[1:]),
        "tags": [_tag(rpc.service)],
        "summary": _FIRST_SENTENCE.search(text).group(),
        "description": f"{text}\n\nNeeds {needs}.",
    }
    if role is None:
        operation["security"] = []
    parameters = [_parameter(schemas, request, field, field.name in in_path)
                  for field in request.fields
                  if field.name in in_path or not rpc.has_body]
    with_etag = rpc.verb == "get" and rpc.service in overlay.WITH_ETAG
    if with_etag:
        parameters.append({
            "name": "If-None-Match", "in": "header",
            "description": "The ETag of an answer that the caller has.",
            "schema": {"type": "string"}})
    if parameters:
        operation["parameters"] = parameters
    if rpc.has_body:
        barred = overlay.SAID_BY_PATH.get(rpc.name, set()) if fixed else set()
        content = {"schema": schemas.message(
            rpc.request, Use.REQUEST, frozenset(in_path | fixed | barred),
            overlay.BODY_NAMES.get(rpc.name) if fixed else None)}
        if rpc.name in overlay.EXAMPLES:
            content["examples"] = overlay.EXAMPLES[rpc.name]
        operation["requestBody"] = {
            "required": True, "content": {"application/json": content}}
    names = bool(in_path) or rpc.name in overlay.NAMES_IN_QUERY
    operation["responses"] = _responses(schemas, rpc, names, with_etag)
    return operation


def _parameter(schemas, message, field, in_path):
    schema = schemas.field(message, field, Use.REQUEST)
    text = schema.pop("description", "")
    if list(schema) == ["allOf"]:
        schema = schema["allOf"][0]
    parameter = {"name": field.name, "in": "path" if in_path else "query"}
    if in_path:
        parameter["required"] = True
    if text:
        parameter["description"] = text
    if schema.get("type") == "array":
        parameter["style"] = "form"
        parameter["explode"] = True  # keys=EMAIL&keys=TAX_ID
        parameter["description"] = f"{text} Repeated, or with commas.".strip()
    parameter["schema"] = schema
    return parameter


def _responses(schemas, rpc, has_names, with_etag):
    success = {"description": "The answer.", "content": {"application/json": {
        "schema": schemas.message(rpc.response, Use.ANSWER)}}}
    status = overlay.STATUSES.get(rpc.name, "200")
    if status == "204":
        success = {"description": "It is done."}
    responses = {status: success}
    if rpc.name in overlay.ANSWER_HEADERS:
        success["headers"] = overlay.ANSWER_HEADERS[rpc.name]
    if with_etag:
        etag = {"ETag": {
            "description": "Names this answer; see If-None-Match.",
            "required": True, "schema": {"type": "string"}}}
        success["headers"] = etag
        responses["304"] = {
            "description": "The caller has this answer already.",
            "headers": etag}
    return {**responses, **_errors(rpc.has_body, has_names)}


def _errors(has_body, has_names):
    left_out = set() if has_body else set(overlay.ONLY_WITH_BODY)
    if not has_names:
        left_out.add("404")
    names = {status: name for status, (name, _) in overlay.ERRORS.items()
             if status not in left_out}
    return {status: {"$ref": f"#/components/responses/{name}"}
            for status, name in {**names, "default": "Failure"}.items()}


def _error_responses():
    content = {"application/json": {"schema": reference("ErrorBody")}}
    responses = {}
    for status, (name, text) in overlay.ERRORS.items():
        responses[name] = {"description": text}
        if status in overlay.ERROR_HEADERS:
            responses[name]["headers"] = overlay.ERROR_HEADERS[status]
        responses[name]["content"] = content
    responses["Failure"] = {"description": "Any other error.",
                            "content": content}
    return responses
