#!/usr/bin/env python3
"""Fills the starting corpus of the fuzzers from tests/demo.

    scripts/seed_fuzz_corpus.py FOLDER

FOLDER gets one folder per fuzzer in tests/fuzz. Inputs that are there already,
such as what a fuzzer found in an earlier run, stay.
"""

import base64
import hashlib
import json
import pathlib
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
DEMO = ROOT / "tests" / "demo"
KEYS = ("ann+shop@contoso.com", '"Smith, Ann" <ann@contoso.com>; b@contoso.com',
        "user@straße.de", "DE 136 695 976", "ATU13585627", "12892312-2-41",
        "CHE-107.787.577 IVA", "123026635RT0001", "911144442", "N/A",
        "gid://shopify/Customer/7101000000101", "US-004101", "6.94E+12")
FILTERS = ("customertypecode eq 3",
           "msdyn_sellable eq true and msdyn_contactpersonid ne ''",
           "not (startswith(name,'ZZ ') or contains(tolower(name),'o''neil'))",
           "createdon ge 2026-06-03T00:00:00Z and amount lt 10.50",
           "accountid eq 3d5179c1-1b4a-5763-be31-1c46e9d7c5c0 or x eq null")

TENANT = "11111111-2222-4333-8444-555555555555"
CLAIMS = json.dumps({
    "iss": f"https://login.microsoftonline.com/{TENANT}/v2.0",
    "aud": "api://landfall", "tid": TENANT, "azp": TENANT, "idtyp": "app",
    "roles": ["reader"], "nbf": 1780992000, "exp": 1780995600})
TOKENS = (
    CLAIMS,
    CLAIMS.replace('"azp"', '"appid"'),
    ".".join(base64.urlsafe_b64encode(part.encode()).decode().rstrip("=")
             for part in ('{"alg":"RS256","typ":"JWT","kid":"k"}', CLAIMS,
                          "signature")),
    json.dumps({"keys": [{"kty": "RSA", "use": "sig", "kid": "k",
                          "issuer": "https://issuer.example/{tenantid}",
                          "n": "pa" * 171, "e": "AQAB"}]}),
    "Bearer lf_key", "Basic " + base64.b64encode(b"flows:lf_key").decode())

REQUESTS = (
    '{"checks":[{"record":{"source":"crm","type":"account","id":"1"}},'
    '{"customer":{"name":"A","emails":["ann@contoso.com"],"taxIds":'
    '[{"country":"DE","value":"136695976"}],"externalIds":[{"source":"shop",'
    '"value":"7"}]},"keys":["EMAIL"],"asOf":"2026-06-09","windowDays":7}]}',
    '{"record":{"source":"crm"},"expectedEntities":["USTR"],"asOf":null}',
    '{"source":"shop","type":"order","payloads":[{"json":"{}","line":1}],'
    '"complete":false}',
    "asOf=2026-06-09&pageSize=10&orderBy=since%20desc&reason=NOT_FOUND&"
    "keys=EMAIL,TAX_ID&windowDays=7")


def whole_files():
    for path in sorted(DEMO.rglob("*")):
        if path.suffix in (".json", ".jsonl", ".csv"):
            yield path.read_bytes()[:4096]


def elements():
    """Single rows, one for every kind of file."""
    for path in sorted(DEMO.rglob("*.json*")):
        rows = [line.rstrip(",") for line in
                path.read_text(encoding="utf-8").splitlines()
                if line.startswith("{") and line.rstrip(",").endswith("}")]
        for row in rows[:3]:
            try:
                json.loads(row)
            except ValueError:
                continue
            yield row.encode()


def texts(values):
    return lambda: (value.encode() for value in values)


def configurations():
    return (path.read_bytes() for path in sorted(DEMO.rglob("*.yaml")))


# The first entry whose word is part of the fuzzer's name gives its seeds.
SEEDS = (("http_json", texts(REQUESTS)), ("split", whole_files), ("csv", whole_files), ("decode", elements),
         ("json", elements), ("config", configurations),
         ("filter", texts(FILTERS)), ("jwt", texts(TOKENS)),
         ("normal", texts(KEYS)), ("key", texts(KEYS)), ("", elements))


def main():
    if len(sys.argv) != 2:
        print(__doc__, file=sys.stderr)
        return 2
    target = pathlib.Path(sys.argv[1])
    for fuzzer in sorted((ROOT / "tests" / "fuzz").glob("*_fuzz.cc")):
        make = next(make for word, make in SEEDS if word in fuzzer.stem)
        folder = target / fuzzer.stem
        folder.mkdir(parents=True, exist_ok=True)
        for seed in make():
            name = hashlib.sha1(seed).hexdigest()
            (folder / name).write_bytes(seed)
    return 0


if __name__ == "__main__":
    sys.exit(main())
