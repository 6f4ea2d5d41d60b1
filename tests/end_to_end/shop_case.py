"""A landfalld that pulls from a shop, beside one that imports the same rows."""

import json
import time

import pull_case
from pull_case import PullTest
from server_process import ServerProcess
from tests.doubles.core import clock

HEAD = pull_case.HEAD + """
legal_entities:
  - {{id: USTR, country: US, currency: USD, source: erp}}
  - {{id: CATR, country: CA, currency: CAD, source: erp}}
exchange_rates: {{CAD: 0.73}}
expectation:
  - {{ship_to: [US], entity: USTR}}
  - {{ship_to: [CA], entity: CATR}}
"""
PULLED = """
    url: {url}
    sync: {{every: {every}, full: {full}, give_up: {give_up}}}
    order_window: 60d
"""
DAY = 24 * 3600


class ShopPullTest(PullTest):
    """A subclass has a `CONFIG` that ends with its shop, and says which pages
    an import would read."""

    # More of the source in the configuration of the server that pulls.
    MORE = ""

    def config_of(self, pulled):
        raise NotImplementedError

    def pages(self):
        """(type, JSON) of all that the shop holds."""
        raise NotImplementedError

    def make(self, kind):
        """A double whose clock goes as ours does, three days ago."""
        self.began = time.time() - 3 * DAY
        self.double = kind(start=clock.iso(self.began))
        self.addCleanup(self.double.close)

    def now(self):
        """The double's clock catches up with ours; then it runs."""
        self.double.apply({"do": "set_clock", "at": clock.iso(time.time())})
        self.double.apply({"do": "run_clock"})

    def create(self, name, **row):
        return self.double.apply({"do": "create", "set": name, "row": row})

    def do(self, do, **arguments):
        return self.double.apply({"do": do, **arguments})

    def fill_master(self, server):
        """Customers in the ledger; both legal entities are read then."""
        rows = [{"dataAreaId": area, "CustomerAccount": f"C{n}",
                 "OrganizationName": f"Customer {n}",
                 "PrimaryContactEmail": f"c{n}@alder.example"}
                for area, first in (("ustr", 1), ("catr", 2))
                for n in range(first, 40, 3)]
        self.load(server, "erp", "customer", {"value": rows})

    def load(self, server, source, kind, body):
        path = server.home / f"{source}-{kind}.json"
        path.write_text(json.dumps(body), encoding="utf-8")
        counts = server.ask("import", "--source", source, "--type", kind, path)
        self.assertEqual(counts["rejected"], 0, counts)
        return counts

    def imported(self):
        """A server that imported what the shop holds now."""
        server = ServerProcess(self.LANDFALLD, self.LANDFALL,
                               self.config_of(pulled=False).format())
        self.addCleanup(server.remove)
        server.start()
        self.fill_master(server)
        for kind, body in self.pages():
            self.load(server, self.SOURCE, kind, body)
        return server

    def answers(self, server, at):
        """What the server says of this shop at a time."""
        said = [server.ask(what, card, "--as-of", at)
                for what in ("card", "list")
                for card in ("ecom-absent", "active-customers",
                             "orders-blocked")]
        said += [server.ask("check", f"{self.SOURCE}/customer/{n}",
                            "--as-of", at) for n in range(1, 40)]
        return [without(answer, ("revision", "cursor", "staleSources"))
                for answer in said]

    def assert_answers_of_an_import(self, server):
        other = self.imported()
        time.sleep(1)   # what was deleted just now is gone at this second
        at = clock.iso(time.time())
        held = {name: count for name, count in server.held().items()
                if name.startswith(self.SOURCE + "/")}
        self.assertEqual(held, {
            name: count for name, count in other.held().items()
            if name.startswith(self.SOURCE + "/")})
        mine, theirs = self.answers(server, at), self.answers(other, at)
        for one, another in zip(mine, theirs):
            self.assertEqual(one, another)
        self.assertGreater(mine[0]["count"], 0, mine[0])


def without(value, names):
    if isinstance(value, dict):
        return {name: without(part, names) for name, part in value.items()
                if name not in names}
    if isinstance(value, list):
        return [without(part, names) for part in value]
    return value
