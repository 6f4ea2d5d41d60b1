"""Customers of a Dataverse, a Finance & Operations and a Business Central.

The same rows are served by doubles and, as files, imported. Everything follows
from a seed; the times of creation are so many hours ago.
"""

import json
import pathlib
import random
import sys
import urllib.parse
import urllib.request
import uuid

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2]))

from tests.doubles.core import clock  # noqa: E402
from tests.doubles.run import make  # noqa: E402

SYSTEMS = {"erp": "finance_operations", "bc": "business_central",
           "crm": "dataverse"}
AREAS, COMPANIES = ("USTR", "CATR"), ("UK Trade Ltd", "FR Trade SARL")
GROUPS, TERMS = ("RETAIL", "WHOLESALE", "LOCAL"), ("Net30", "COD")
KNOWN_GROUPS, KNOWN_TERMS = ("RETAIL", "WHOLESALE"), ("Net30",)
# The sets of each system and the types of their records, in the order in which
# they are imported.
SETS = {
    "erp": {"CustomerGroups": "customer_group", "PaymentTerms":
            "payment_terms", "CustomersV3": "customer"},
    "bc": {"customers": "customer"},
    "crm": {"cdm_companies": "cdm_company", "msdyn_customergroups":
            "customer_group", "msdyn_paymentterms": "payment_terms",
            "transactioncurrencies": "transactioncurrency", "accounts":
            "account", "contacts": "contact", "opportunities": "opportunity",
            "salesorders": "salesorder"}}
# So that all that is read has several pages.
PAGES = {"crm": {"name": "page_size", "value": 7},
         "erp": {"name": "page_size", "value": 7},
         "bc": {"name": "rows_of_page", "value": 4}}
KEYS = {"accounts": "accountid", "contacts": "contactid", "companies": "id",
        "opportunities": "opportunityid", "customers": "id"}
UPSTREAM = {"accounts": "account", "contacts": "contact"}
CONFIG = """\
listen: {grpc: "127.0.0.1:0", http: "127.0.0.1:0"}
store: {path: ./landfall-data}
legal_entities:
  - {id: USTR, country: US, currency: USD, source: erp}
  - {id: CATR, country: CA, currency: CAD, source: erp}
  - {id: UKCO, country: GB, source: bc, company: "UK Trade Ltd"}
  - {id: FRCO, country: FR, source: bc, company: "FR Trade SARL"}
sources:
  - id: erp
    system: finance_operations
    created: [CreatedDateTime]
    max_gone: 90%     # the world is small
  - id: bc
    system: business_central
    max_gone: 90%
  - id: crm
    system: dataverse
"""


class World:
    """Starts the doubles, and closes them with `close`."""

    def __init__(self, seed, start=None, customers=60, small_pages=True):
        self.dice = random.Random(seed)
        start = start or clock.wall()
        self._now = clock.parse(start)
        self.doubles = {name: make(system, seed=seed, start=start)
                        for name, system in SYSTEMS.items()}
        if small_pages:
            for name, option in PAGES.items():
                self.doubles[name].apply({"do": "option", **option})
        for double in self.doubles.values():
            double.apply({"do": "run_clock"})
        self._number = 0
        self._planned = set()   # the keys of those who change later
        self._declare()
        for _ in range(customers):
            self.add_customer()

    def close(self):
        for double in self.doubles.values():
            double.close()

    def _declare(self):
        erp = self.doubles["erp"]
        erp.apply({"do": "declare", "set": "CustomersV3",
                   "columns": {"CreatedDateTime": "time"}})
        for area in AREAS:
            for group in KNOWN_GROUPS:
                self.put("erp", "CustomerGroups", {
                    "dataAreaId": area, "CustomerGroupId": group})
            for term in KNOWN_TERMS:
                self.put("erp", "PaymentTerms", {"dataAreaId": area,
                                                 "Name": term})
        for name in (*COMPANIES, "CRONUS"):
            self.put("bc", "companies", {"name": name})
        crm = self._crm = {}
        for area in AREAS:
            crm[area] = self.put("crm", "cdm_companies", {
                "cdm_companycode": area})["cdm_companyid"]
        for group in GROUPS:
            crm[group] = self.put("crm", "msdyn_customergroups", {
                "msdyn_groupid": group})["msdyn_customergroupid"]
        for term in TERMS:
            crm[term] = self.put("crm", "msdyn_paymentterms", {
                "msdyn_name": term})["msdyn_paymenttermid"]
        for name in COMPANIES:
            crm[name] = self.put("crm", "bcbi_companies", {
                "bcbi_name": name})["bcbi_companyid"]
        crm["USD"] = self.put("crm", "transactioncurrencies", {
            "isocurrencycode": "USD", "currencyname": "US Dollar"})[
                "transactioncurrencyid"]

    def put(self, source, set_name, row):
        """Adds a row that keeps the times it has; returns it."""
        key = KEYS.get(set_name)
        if key:  # of this world: the double's dice also make tokens
            row = {key: str(uuid.UUID(int=self.dice.getrandbits(128),
                                      version=4)), **row}
        double = self.doubles[source]
        with double.lock:
            return double.table(set_name).load(row)

    def ago(self, hours):
        return clock.iso(self._now - hours * 3600)

    # Customers.

    def add_customer(self):
        """Somebody in Dataverse, in a ledger, or in both."""
        self._number += 1
        number, dice = self._number, self.dice
        person = {"number": f"A-{number:04d}", "name": f"Customer {number}",
                  "email": f"c{number}@alder.example",
                  "tax": f"DE{100_000_000 + number * 7}",
                  "created": self.ago(dice.randint(2, 200)),
                  "home": dice.choice((*AREAS, *COMPANIES, None))}
        if dice.random() < 0.85:
            self._sell(person)
        if dice.random() < 0.7:
            self._post(person)

    def _sell(self, person):
        dice, crm, home = self.dice, self._crm, person["home"]
        row = {"emailaddress1": person["email"], "createdon":
               person["created"], "modifiedon": person["created"],
               "address1_country": dice.choice(("US", "CA", None)),
               "_transactioncurrencyid_value": crm["USD"],
               "_msdyn_customergroupid_value": crm[dice.choice(GROUPS)]}
        if home in AREAS:
            row["_msdyn_company_value"] = crm[home]
        elif home is not None:
            row["_bcbi_companyid_value"] = crm[home]
        if dice.random() < 0.3:
            key = self.put("crm", "contacts", {
                **row, "fullname": person["name"], "firstname": "C",
                "lastname": person["name"], "msdyn_sellable":
                dice.random() < 0.8, "msdyn_contactpersonid":
                person["number"]})["contactid"]
        else:
            key = self.put("crm", "accounts", {
                **row, "name": person["name"], "accountnumber":
                person["number"], "customertypecode": dice.choice((3, 3, 3,
                                                                   8)),
                "msdyn_taxexemptnumber": dice.choice((person["tax"], None)),
                "_msdyn_paymentterm_value": crm[dice.choice(TERMS)]})[
                    "accountid"]
        if dice.random() < 0.3:
            self.put("crm", "opportunities", {
                "name": "Deal", "_customerid_value": key, "createdon":
                person["created"], "modifiedon": person["created"],
                "statecode": dice.choice((0, 1))})

    def _post(self, person):
        dice = self.dice
        home = person["home"] if dice.random() < 0.85 else None
        home = home or dice.choice((*AREAS, *COMPANIES))
        # Not all are known by all their keys.
        email = dice.choice((person["email"], person["email"], ""))
        tax = dice.choice((person["tax"], "")) if email else person["tax"]
        if home in AREAS:
            self.put("erp", "CustomersV3", {
                "dataAreaId": home, "CustomerAccount": person["number"],
                "OrganizationName": person["name"], "PrimaryContactEmail":
                email, "TaxExemptNumber": tax, "CreatedDateTime":
                self.ago(1), "AddressCountryRegionId": "USA",
                "CustomerGroupId": "RETAIL"})
        else:
            self.put("bc", "customers", {
                "company": home, "number": "B" + person["number"],
                "displayName": person["name"], "email": email,
                "taxRegistrationNumber": tax, "country": "GB",
                "lastModifiedDateTime": self.ago(
                    dice.randint(10, 4000) / 10)})

    # Changes that the systems notice.

    def change(self):
        """Something happens to somebody."""
        if self.dice.random() < 0.4:
            self.add_customer()
            return
        source = self.dice.choice(list(SYSTEMS))
        self.doubles[source].apply(self.command(source))

    def command(self, source):
        """A command that changes or deletes a customer of a system. Who is
        planned for later is left alone."""
        names = {"crm": tuple(UPSTREAM), "erp": ("CustomersV3",),
                 "bc": ("customers",)}[source]
        name, key = self.dice.choice(
            [(name, key) for name in names for key in
             sorted(self.doubles[source].table(name).rows)
             if key not in self._planned])
        if self.dice.random() < 0.3:
            return {"do": "delete", "set": name, "key": key}
        field = {"crm": "emailaddress1", "erp": "PrimaryContactEmail",
                 "bc": "email"}[source]
        return {"do": "update", "set": name, "key": key, "changes": {
            field: f"new{self.dice.randint(1, 999)}@alder.example"}}

    def plan(self, source, page, path):
        """Somebody changes just before the page with that number."""
        command = self.command(source)
        self._planned.add(command["key"])
        self.doubles[source].apply({
            "do": "fault", "kind": "apply", "path": path, "after": page,
            "commands": [command]})

    def upstream(self):
        """The references of all customers of Dataverse, in order."""
        return [("crm", kind, key) for name, kind in UPSTREAM.items()
                for key in sorted(self.doubles["crm"].table(name).rows)]

    # The same rows as files.

    def export(self, folder):
        """Writes the pages of all systems. [(words of `landfall import`)]."""
        imports = []
        for source, sets in SETS.items():
            reader = _Reader(self.doubles[source])
            for set_name, kind in sets.items():
                for at, (url, company) in enumerate(
                        reader.lists(source, set_name)):
                    path = folder / f"{source}-{set_name}-{at}.json"
                    path.write_text(json.dumps({"value": reader.rows(url)}),
                                    encoding="utf-8")
                    more = ["--company", company] if company else []
                    imports.append(["--source", source, "--type", kind,
                                    *more, str(path)])
        return imports


class _Reader:
    """Reads a double as an administrator would export it."""

    def __init__(self, double):
        access = double.access()
        self._double = double
        scope = (f"{double.url}/.default" if double.SYSTEM
                 != "business_central" else
                 "https://api.businesscentral.dynamics.com/.default")
        form = {"client_id": access["client_id"], "client_secret":
                access["client_secret"], "scope": scope,
                "grant_type": "client_credentials"}
        token = self._get(f"{access['authority']}/{access['tenant']}"
                          "/oauth2/v2.0/token",
                          urllib.parse.urlencode(form).encode())
        self._headers = {"Authorization": f"Bearer {token['access_token']}",
                         "Prefer": 'odata.include-annotations="*"'}

    def lists(self, source, set_name):
        """[(url, company)] that together have all rows of a set."""
        url = self._double.url
        if source == "crm":
            return [(f"{url}/api/data/v9.2/{set_name}", "")]
        if source == "erp":
            return [(f"{url}/data/{set_name}?cross-company=true", "")]
        companies = self._double.table("companies").rows.values()
        return [(f"{url}/companies({row['id']})/{set_name}", row["name"])
                for row in companies if row["name"] in COMPANIES]

    def rows(self, url):
        rows = []
        while url:
            page = self._get(url)
            rows += page["value"]
            url = page.get("@odata.nextLink")
        return rows

    def _get(self, url, body=None):
        request = urllib.request.Request(
            url, body, getattr(self, "_headers", {}))
        with urllib.request.urlopen(request, timeout=30) as answer:
            return json.load(answer)

