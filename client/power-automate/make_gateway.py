#!/usr/bin/env python3
"""Makes the connector for the on-premises data gateway from the other one.

    client/power-automate/make_gateway.py            write landfall-gateway
    client/power-automate/make_gateway.py --check    write nothing; fail if it
                                                     is not current
    client/power-automate/make_gateway.py --host landfall.corp.contoso.com
                                          --to ~/connector
                                  write a copy for a server, ready to deploy

A gateway passes on neither API keys nor a host that the connection names, so
this variant signs in with Basic and has the host in its definition. Everything
else is the same. Needs nothing but Python.
"""

import argparse
import json
import pathlib
import re
import sys

HERE = pathlib.Path(__file__).resolve().parent
CLOUD = HERE / "landfall"
GATEWAY = HERE / "landfall-gateway"
DEFINITION = "apiDefinition.swagger.json"
PROPERTIES = "apiProperties.json"
ICON = "icon.png"
README = "readme.md"
HOST = re.compile(r"[a-z0-9]([a-z0-9.-]*[a-z0-9])?(:[0-9]{1,5})?")


def definition(host):
    made = json.loads((CLOUD / DEFINITION).read_text(encoding="utf-8"))
    made["info"]["title"] += " gateway"
    if host:
        made["host"] = host
    made["securityDefinitions"] = {"basic": {"type": "basic"}}
    made["security"] = [{"basic": []}]
    return made


def parameter(name, kind, description, tab, **constraints):
    return {"type": kind, "uiDefinition": {
        "displayName": name, "description": description,
        "tooltip": description, "constraints": {
            "tabIndex": tab, **constraints, "required": "true",
            "capability": ["gateway"]}}}


def properties():
    made = json.loads((CLOUD / PROPERTIES).read_text(encoding="utf-8"))
    inner = made["properties"]
    inner["capabilities"] = ["gateway"]
    kinds = parameter("Authentication Type", "string",
                      "How the gateway signs in", 1,
                      allowedValues=[{"text": "basic", "value": "basic"}])
    kinds["allowedValues"] = [{"value": "basic"}]
    inner["connectionParameters"] = {
        "authType": kinds,
        "username": parameter("Key ID", "securestring",
                              "The id of the API key", 2, clearText=True),
        "password": parameter("API Key", "securestring",
                              "The API key itself", 3, clearText=False),
        "gateway": {
            "type": "gatewaySetting",
            "gatewaySettings": {"dataSourceType": "CustomConnector",
                                "connectionDetails": []},
            "uiDefinition": {"constraints": {
                "tabIndex": 4, "required": "true",
                "capability": ["gateway"]}}},
    }
    inner["policyTemplateInstances"] = [
        policy for policy in inner["policyTemplateInstances"]
        if policy["templateId"] != "dynamichosturl"]
    return made


def readme():
    """The other readme with the sections that are different here."""
    other = (HERE / "gateway-sections.md").read_text(encoding="utf-8")
    sections = {part.split("\n", 1)[0]: part for part in
                re.split(r"^(?=## )", other, flags=re.M) if part}
    made = []
    for part in re.split(r"^(?=## )", (CLOUD / README).read_text(
            encoding="utf-8"), flags=re.M):
        changed = sections.pop(part.split("\n", 1)[0], None)
        made.append(part if changed is None else changed.rstrip() + "\n\n")
    if sections:
        sys.exit(f"gateway-sections.md: no such sections: {list(sections)}")
    return "".join(made).replace("# Landfall\n", "# Landfall gateway\n", 1)


def text(value):
    return json.dumps(value, indent=2, ensure_ascii=False) + "\n"


def files(host):
    """name -> bytes of everything that is made."""
    return {DEFINITION: text(definition(host)).encode(),
            PROPERTIES: text(properties()).encode(),
            README: readme().encode(),
            ICON: (CLOUD / ICON).read_bytes()}


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--host", help="host name of the server, as the "
                        "machine of the gateway knows it; a port may follow")
    parser.add_argument("--to", type=pathlib.Path, metavar="FOLDER",
                        help="where to write the copy for --host")
    arguments = parser.parse_args()
    if bool(arguments.host) != bool(arguments.to):
        parser.error("--host and --to belong together")
    if arguments.host and not HOST.fullmatch(arguments.host):
        parser.error("--host takes a host name without https:// and without a "
                     "path, such as landfall.corp.contoso.com")
    made = files(arguments.host)
    if arguments.check:
        stale = [name for name, content in made.items()
                 if not (GATEWAY / name).is_file()
                 or (GATEWAY / name).read_bytes() != content]
        for name in stale:
            print(f"landfall-gateway/{name} is not current; run "
                  "client/power-automate/make_gateway.py", file=sys.stderr)
        return 1 if stale else 0
    folder = arguments.to or GATEWAY
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in made.items():
        (folder / name).write_bytes(content)
    return 0


if __name__ == "__main__":
    sys.exit(main())
