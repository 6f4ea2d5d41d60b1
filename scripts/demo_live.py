#!/usr/bin/env python3
"""What scripts/demo --live does to doubles and their configuration.

    demo_live.py configure DOUBLES YAML FOLDER
        writes FOLDER/landfall.yaml: YAML, with url, auth and sync of each
        double that is announced in the file DOUBLES; and their secrets
    demo_live.py arrive DOUBLES
        somebody new is entered in the double of Dataverse
    demo_live.py land DOUBLES
        and is created in the double of Finance & Operations
"""

import datetime
import json
import pathlib
import re
import sys
import urllib.request

EVERY = "2s"
# Those of an April must be read in any year.
WINDOW = "3650d"
ENTRA = ("dataverse", "finance_operations", "business_central")
# Who arrives, as dual-write would carry it over.
NAME, ACCOUNT, EMAIL = ("Juniper Street Bakery", "US-770001",
                        "orders@juniperbakery.contoso.com")


def read_doubles(path):
    """{name: what its double announced}."""
    lines = pathlib.Path(path).read_text(encoding="utf-8").splitlines()
    return {line.get("name", line["system"]): line
            for line in map(json.loads, lines)}


def connection(name, double, sync=f"every: {EVERY}"):
    """([lines of the source's configuration], its secret)."""
    access, secret = double["access"], f'"file:{name}.secret"'
    sync = f"sync: {{{sync}}}"
    if double["system"] in ENTRA:
        return [f"url: {double['url']}",
                f"auth: {{tenant: {access['tenant']}, client_id: "
                f"{access['client_id']}, client_secret: {secret}, "
                f"authority: \"{access['authority']}\"}}",
                sync], access["client_secret"]
    lines = [f"url: {double['url']}", f"auth: {{access_token: {secret}}}",
             sync, f"order_window: {WINDOW}"]
    if "b2b_url" in access:
        lines.append(f"b2b_url: {access['b2b_url']}")
    return lines, access["access_token"]


def with_connection(text, name, lines):
    """The configuration with more lines of one source, which is written on
    one line or on several."""
    short = re.search(rf"^  - {{id: {name}, (.*)}}$", text, re.MULTILINE)
    if short:
        parts = [f"  - id: {name}", *short[1].split(", "), *lines]
        return text.replace(short[0], "\n    ".join(parts))
    long = re.search(rf"^  - id: {name}\n    system: .*$", text, re.MULTILINE)
    if long is None:
        raise ValueError(f"no source {name} in the configuration")
    return text.replace(long[0], "\n    ".join([long[0], *lines]))


def connected(text, doubles, folder, **options):
    """The configuration with the connections of all doubles; their secrets
    are files of the folder."""
    for name, double in doubles.items():
        lines, secret = connection(name, double, **options)
        text = with_connection(text, name, lines)
        path = pathlib.Path(folder) / f"{name}.secret"
        path.write_text(secret, encoding="utf-8")
        path.chmod(0o600)
    return text


def configure(doubles, yaml, folder):
    text = pathlib.Path(yaml).read_text(encoding="utf-8")
    (pathlib.Path(folder) / "landfall.yaml").write_text(
        connected(text, doubles, folder), encoding="utf-8")


def tell(double, command):
    """Runs a command of the double; returns its result."""
    request = urllib.request.Request(
        double["control"] + "/commands", json.dumps(command).encode())
    with urllib.request.urlopen(request, timeout=30) as answer:
        return json.load(answer)["results"][0]


def rows(double, name):
    with urllib.request.urlopen(f"{double['control']}/rows/{name}",
                                timeout=30) as answer:
        return json.load(answer)["rows"]


def arrive(doubles):
    """An account of an hour ago: no grace holds it back."""
    crm = doubles["crm"]
    company = next(row["cdm_companyid"] for row in rows(crm, "cdm_companies")
                   if row["cdm_companycode"] == "USTR")
    created = datetime.datetime.now(datetime.timezone.utc) \
        - datetime.timedelta(hours=1)
    return tell(crm, {"do": "create", "set": "accounts", "row": {
        "name": NAME, "accountnumber": ACCOUNT, "emailaddress1": EMAIL,
        "customertypecode": 3, "_msdyn_company_value": company,
        "createdon": created.strftime("%Y-%m-%dT%H:%M:%SZ")}})


def land(doubles):
    return tell(doubles["erp"], {"do": "create", "set": "CustomersV3", "row": {
        "dataAreaId": "ustr", "CustomerAccount": ACCOUNT,
        "OrganizationName": NAME, "PrimaryContactEmail": EMAIL}})


def main(words):
    commands = {"configure": configure, "arrive": arrive, "land": land}
    if len(words) < 2 or words[0] not in commands:
        print(__doc__, file=sys.stderr)
        return 2
    commands[words[0]](read_doubles(words[1]), *words[2:])
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
