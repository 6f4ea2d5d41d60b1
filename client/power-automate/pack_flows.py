#!/usr/bin/env python3
"""Packs the sample flows as packages that Power Automate imports.

    client/power-automate/pack_flows.py FOLDER    write NAME.zip for each flow

Each folder of `flows` holds the definition of a flow and what its package says
about it. At the import the maker chooses the connector and the connections, so
a package holds no id of an environment. The same sources give the same bytes.
Needs nothing but Python.
"""

import argparse
import io
import json
import pathlib
import sys
import uuid
import zipfile

FLOWS = pathlib.Path(__file__).resolve().parent / "flows"
TIME = (2026, 1, 1, 0, 0, 0)
# What ids are made from; they only have to be the same each time.
SPACE = uuid.uuid5(uuid.NAMESPACE_URL, "landfall/power-automate/flows")
CONNECTORS = {  # name: what the import shows
    "shared_landfall": "Landfall",
    "shared_commondataserviceforapps": "Microsoft Dataverse",
    "shared_dynamicsax": "Fin & Ops Apps (Dynamics 365)",
    "shared_teams": "Microsoft Teams",
}
CUSTOM = "shared_landfall"


def names():
    return sorted(path.parent.name for path in FLOWS.glob("*/flow.json"))


def read(name):
    """(definition, what its package says) of a flow."""
    return tuple(json.loads((FLOWS / name / file).read_text(encoding="utf-8"))
                 for file in ("definition.json", "flow.json"))


def make_id(*parts):
    return str(uuid.uuid5(SPACE, "/".join(parts)))


def contents(name):
    """path -> value of everything in the package."""
    definition, about = read(name)
    flow = make_id(name)
    apis = {c: make_id(name, c, "api") for c in about["connectors"]}
    connections = {c: make_id(name, c, "connection")
                   for c in about["connectors"]}
    folder = f"Microsoft.Flow/flows/{flow}"
    return {
        "manifest.json": {
            "schema": "1.0",
            "details": {"displayName": about["displayName"],
                        "description": about["description"],
                        "createdTime": "2026-01-01T00:00:00Z",
                        "packageTelemetryId": make_id(name, "package"),
                        "creator": "N/A", "sourceEnvironment": ""},
            "resources": resources(flow, about, apis, connections)},
        "Microsoft.Flow/flows/manifest.json": {
            "packageSchemaVersion": "1.0",
            "flowAssets": {"assetPaths": [flow]}},
        f"{folder}/apisMap.json": apis,
        f"{folder}/connectionsMap.json": connections,
        f"{folder}/definition.json": {
            "name": flow, "id": f"/providers/Microsoft.Flow/flows/{flow}",
            "type": "Microsoft.Flow/flows",
            "properties": {
                "apiId": "/providers/Microsoft.PowerApps/apis/"
                         "shared_logicflows",
                "displayName": about["displayName"],
                "definition": definition,
                "connectionReferences": {
                    c: {"connectionName": "", "source": "Embedded",
                        "id": f"/providers/Microsoft.PowerApps/apis/{c}",
                        "tier": "NotSpecified"} for c in apis},
                "flowFailureAlertSubscribed": False}},
    }


def resources(flow, about, apis, connections):
    made = {flow: {
        "type": "Microsoft.Flow/flows", "suggestedCreationType": "New",
        "creationType": "Existing, New, Update",
        "details": {"displayName": about["displayName"]},
        "configurableBy": "User", "hierarchy": "Root",
        "dependsOn": [*apis.values(), *connections.values()]}}
    for connector, api in apis.items():
        shown = {"displayName": CONNECTORS[connector]}
        # Only the maker knows which connector ours is in the environment.
        custom = connector == CUSTOM
        made[api] = {
            **({} if custom else {
                "id": f"/providers/Microsoft.PowerApps/apis/{connector}"}),
            "name": connector, "type": "Microsoft.PowerApps/apis",
            "suggestedCreationType": "Existing",
            **({"creationType": "Existing"} if custom else {}),
            "details": shown,
            "configurableBy": "User" if custom else "System",
            "hierarchy": "Child", "dependsOn": []}
        made[connections[connector]] = {
            "type": "Microsoft.PowerApps/apis/connections",
            "suggestedCreationType": "Existing", "creationType": "Existing",
            "details": shown, "configurableBy": "User", "hierarchy": "Child",
            "dependsOn": [api]}
    return made


def package(name):
    """The bytes of the package."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        for path, value in contents(name).items():
            entry = zipfile.ZipInfo(path, date_time=TIME)
            entry.create_system = 3
            entry.external_attr = 0o644 << 16
            # Stored, because other versions of zlib pack in other ways.
            archive.writestr(entry, json.dumps(value, indent=1) + "\n")
    return data.getvalue()


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=pathlib.Path)
    folder = parser.parse_args().folder
    folder.mkdir(parents=True, exist_ok=True)
    for name in names():
        (folder / f"{name}.zip").write_bytes(package(name))
        print(folder / f"{name}.zip")


if __name__ == "__main__":
    sys.exit(main())
