"""Rules for paging, triggers and apiProperties.json, as in
rules_operations.py."""

import json
import re

from connector import Finding

OPERATIONS = "x-ms-apimTemplate-operationName"
PARAMETER = "x-ms-apimTemplateParameter."
GUID = re.compile(r"\b[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\b", re.I)
SECRETS = re.compile(r"\blf_[A-Za-z0-9_-]{20,}|whsec_[A-Za-z0-9+/=]{16,}|"
                     r"client_?(id|secret)\"", re.I)
# The colours of Microsoft's own, see its submission rules.
TAKEN_COLOURS = ("#ffffff", "#007ee5")


def check_paging(connector):  # 26, 27
    pageable = set()
    for operation in connector.operations():
        paging = operation.spec.get("x-ms-pageable")
        if paging is None:
            continue
        pageable.add(operation.id)
        if list(paging.items())[:1] != [("nextLinkName", "nextLink")]:
            yield Finding(26, operation.id, "nextLinkName is nextLink")
        fields = (connector.answer(operation) or {}).get("properties", {})
        if fields.get("nextLink", {}).get("type") != "string":
            yield Finding(26, operation.id, "the answer has no nextLink")
        if fields.get("value", {}).get("type") != "array":
            yield Finding(26, operation.id, "the answer has no list value")
    for operation in connector.operations():
        answer = connector.answer(operation) or {}
        if "nextLink" in answer.get("properties", {}) and \
                operation.id not in pageable:
            yield Finding(26, operation.id, "answers pages and says so not")
    links = connector.policies("updatenextlink")
    if len(links) != 1:
        yield Finding(27, "updatenextlink", "exactly one")
        return
    parameters = links[0].get("parameters", {})
    if set(parameters.get(OPERATIONS, [])) != pageable or \
            parameters.get(PARAMETER + "nextLinkPropertyName") != "nextLink":
        yield Finding(27, "updatenextlink", "not for those that have pages")


def check_webhooks(connector):  # 29, 30, 31, 32, 34
    hooks = [o for o in connector.operations() if o.trigger == "single"]
    if not hooks:
        yield Finding(29, "triggers", "there is no webhook")
    for operation in connector.operations():
        if "x-ms-notification-content" in operation.item and \
                operation.trigger != "single":
            yield Finding(29, operation.id, "is no webhook, its path is")
        if operation.trigger:
            if not operation.spec.get("x-ms-trigger-hint", "").endswith("."):
                yield Finding(34, operation.id, "has no hint")
            expected = "batch" if operation.verb == "get" else "single"
            if operation.trigger != expected:
                yield Finding(34, operation.id, f"should be {expected}")
    for operation in hooks:
        yield from _check_hook(connector, operation)
    delete = [o for o in connector.operations() if o.verb == "delete"]
    if [o.path for o in delete] != ["/v1/subscriptions/{id}"] or \
            not all(o.internal for o in delete):
        yield Finding(31, "DELETE", "one, internal, where Location leads")


def _check_hook(connector, operation):
    methods = set(operation.item) - {"x-ms-notification-content"}
    content = operation.item.get("x-ms-notification-content", {})
    schema = connector.resolve(content.get("schema", {})) or {}
    shown = [name for name, inner in schema.get("properties", {}).items()
             if (connector.resolve(inner) or {}).get(
                 "x-ms-visibility") != "internal"]
    if methods != {"post"} or not shown:
        yield Finding(29, operation.id, "a path with post and content alone")
    urls = [(place, node) for place, _, node in
            connector.walk(connector.body(operation) or {})
            if node and node.get("x-ms-notification-url") is True]
    if len(urls) != 1:
        yield Finding(30, operation.id, "exactly one notification URL")
    for place, node in urls:
        required = (connector.body(operation) or {}).get("required", [])
        if node.get("type") != "string" or place.count(".") != 1 or \
                place[1:] not in required or \
                node.get("x-ms-visibility") != "internal":
            yield Finding(30, operation.id, "a required, internal string")
    created = operation.spec.get("responses", {}).get("201", {})
    if "Location" not in created.get("headers", {}):
        yield Finding(32, operation.id, "201 does not speak of Location")


def check_polling(connector):  # 35
    polls = [o for o in connector.operations() if o.trigger == "batch"]
    if not polls:
        yield Finding(35, "triggers", "there is none that polls")
    named = [name for policy in connector.policies("pollingtrigger")
             for name in policy.get("parameters", {}).get(OPERATIONS, [])]
    if sorted(named) != sorted(o.id for o in polls):
        yield Finding(35, "pollingtrigger", "not for those that poll")
    for operation in polls:
        properties = (connector.answer(operation) or {}).get("properties", {})
        shown = [name for name, inner in properties.items()
                 if (connector.resolve(inner) or {}).get(
                     "x-ms-visibility") != "internal"]
        if shown != ["value"] or properties["value"].get("type") != "array":
            yield Finding(35, operation.id, "one list that a maker sees")
    for policy in connector.policies("pollingtrigger"):
        parameters = policy.get("parameters", {})
        if parameters.get(PARAMETER + "triggerDataPath") != \
                "@triggerBody().value":
            yield Finding(35, "pollingtrigger", "the data is in value")
        config = parameters.get(PARAMETER + "triggerConfig", {})
        for operation in polls:
            yield from _check_state(connector, operation, config)


def _check_state(connector, operation, config):
    answer = (connector.answer(operation) or {}).get("properties", {})
    for name, expression in config.items():
        parameter = next((p for p in connector.parameters(operation)
                          if p.get("name") == name), {})
        if parameter.get("x-ms-visibility") != "internal":
            yield Finding(35, operation.id, f"{name} should be internal")
        kept = re.fullmatch(r"@{triggerBody\(\)\.(\w+)}", expression)
        if not kept or kept.group(1) not in answer:
            yield Finding(35, operation.id, f"keeps what is not answered: "
                          f"{expression}")


def check_properties(connector):  # 37, 38, 42
    properties = connector.properties
    colour = properties.get("iconBrandColor", "")
    if not re.fullmatch(r"#[0-9a-f]{6}", colour) or colour in TAKEN_COLOURS:
        yield Finding(37, "iconBrandColor", f"{colour!r}")
    for name, parameter in properties.get("connectionParameters", {}).items():
        secret = name in ("api_key", "password")
        limits = parameter.get("uiDefinition", {}).get("constraints", {})
        if secret and (parameter.get("type") != "securestring"
                       or limits.get("clearText") is not False):
            yield Finding(38, name, "a secret is a securestring")
        if limits.get("required") != "true":
            yield Finding(38, name, "required is the text true")
    text = json.dumps([properties, connector.definition])
    if GUID.search(text) or SECRETS.search(text):
        yield Finding(38, "files", "hold an id of a tenant or a secret")
    if "stackOwner" in properties:
        yield Finding(42, "stackOwner", "cannot be updated with paconn")


def check_variant(connector):  # 39, 40, 41
    hosts = connector.policies("dynamichosturl")
    schemes = connector.definition.get("securityDefinitions", {})
    parameters = connector.properties.get("connectionParameters", {})
    for policy in connector.properties.get("policyTemplateInstances", []):
        template = policy.get("templateId", "")
        if template != template.lower():
            yield Finding(39, template, "the platform wants lower case")
        for name in policy.get("parameters", {}).get(OPERATIONS, []):
            if connector.operation(name) is None:
                yield Finding(41, template, f"there is no {name}")
    if connector.gateway:
        yield from _check_gateway(connector, hosts, schemes, parameters)
        return
    urls = [policy["parameters"].get(PARAMETER + "urlTemplate")
            for policy in hosts]
    if urls != ["https://@connectionParameters('host')"] or \
            parameters.get("host", {}).get("type") != "string":
        yield Finding(39, "dynamichosturl", "the connection names the host")
    if schemes.get("api_key") != {"type": "apiKey", "in": "header",
                                  "name": "X-Api-Key"}:
        yield Finding(8, "api_key", "a key in the header X-Api-Key")
    if "api_key" not in parameters:
        yield Finding(38, "api_key", "the connection asks for no key")


def _check_gateway(connector, hosts, schemes, parameters):
    if hosts:
        yield Finding(39, "dynamichosturl", "does not work with a gateway")
    if connector.properties.get("capabilities") != ["gateway"]:
        yield Finding(40, "capabilities", "gateway alone")
    gateways = [p for p in parameters.values()
                if p.get("type") == "gatewaySetting"]
    if len(gateways) != 1:
        yield Finding(40, "gateway", "exactly one gatewaySetting")
    if [s.get("type") for s in schemes.values()] != ["basic"]:
        yield Finding(40, "security", "Basic is all that a gateway passes on")
    if not {"username", "password"} <= set(parameters):
        yield Finding(40, "parameters", "Basic has a name and a password")
    if "scriptOperations" in connector.properties or any(
            p.get("type") == "oauthSetting" for p in parameters.values()):
        yield Finding(40, "properties", "neither scripts nor OAuth")
