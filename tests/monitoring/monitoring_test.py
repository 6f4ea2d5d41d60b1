"""What docs/monitoring ships, against Debian's Prometheus and a real server.

    monitoring_test.py LANDFALLD LANDFALL PROMETHEUS PROMTOOL
"""

import datetime
import json
import pathlib
import re
import subprocess
import sys
import tempfile
import time
import unittest
import urllib.error
import urllib.parse
import urllib.request

import yaml

sys.dont_write_bytecode = True

TESTS = pathlib.Path(__file__).resolve().parent.parent
sys.path[:0] = [str(TESTS / "hostile"), str(TESTS.parent)]

from probed_server import DEMO, ProbedServer, new_key, wait_until  # noqa: E402
from raw_http import get, post  # noqa: E402
from tests.doubles.ecb import EcbDouble  # noqa: E402

LANDFALLD, LANDFALL, PROMETHEUS, PROMTOOL = sys.argv[1:5]

DOCS = TESTS.parent / "docs"
SHIPPED = DOCS / "monitoring"
ALERTS = SHIPPED / "prometheus-alerts.yml"
SCRAPE = SHIPPED / "prometheus.yml"
DASHBOARD = SHIPPED / "grafana-dashboard.json"

# These are pulled, and are to tell of changes.
PULLED = {"crm": "dataverse", "bc": "business_central"}
CONNECTION = """\
  - id: {source}
    system: {system}
    url: "http://127.0.0.1:1"
    notify: {{secret: "file:{secret}"}}
    auth:
      tenant: 11111111-2222-3333-4444-555555555555
      client_id: 11111111-2222-3333-4444-555555555556
      client_secret: "file:{secret}"
"""

METRIC = re.compile(r"\b(?:landfall|process)_[a-z_]+")
# Prometheus itself makes this one.
PARTS_OF_HISTOGRAMS = re.compile(r"_(bucket|sum|count)$")


def panels():
    return json.loads(DASHBOARD.read_text(encoding="utf-8"))["panels"]


def dashboard_queries():
    """(title, PromQL) of every target, with its variables replaced."""
    return [(panel["title"], target["expr"].replace("$instance", ".*").replace(
        "$__rate_interval", "1m"))
            for panel in panels() for target in panel.get("targets", ())]


def rules():
    groups = yaml.safe_load(ALERTS.read_text(encoding="utf-8"))["groups"]
    return [rule for group in groups for rule in group["rules"]]


class MonitoringTest(unittest.TestCase):

    @classmethod
    def setUpClass(cls):
        folder = tempfile.TemporaryDirectory(prefix="landfall-monitoring-")
        cls.addClassCleanup(folder.cleanup)
        cls.home = pathlib.Path(folder.name)
        cls.key, line = new_key(LANDFALL, "admin")
        keys_file = cls.home / "keys.yaml"
        subprocess.run([LANDFALL, "keys", "new", "--role", "reader", "--file",
                        keys_file], check=True, capture_output=True)
        secret = cls.home / "secret"
        secret.write_text("nobody", encoding="utf-8")
        # A source with a url grows old, so it has a state to alert on; one
        # with a way to sign in is pulled.
        demo = (DEMO / "landfall.yaml").read_text(encoding="utf-8")
        for source, system in PULLED.items():
            demo = demo.replace(
                f"  - {{id: {source}, system: {system}}}\n",
                CONNECTION.format(source=source, system=system, secret=secret))
        bank = cls.bank()
        demo = demo.replace("exchange_rates: {", "exchange_rates: {feed: ecb, "
                            f'url: "{bank.url}", ')
        cls.server = ProbedServer(
            LANDFALLD, LANDFALL, demo,
            f"\npublic_url: https://landfall.example\nauth:\n  keys_file: {keys_file}\n  api_keys:\n    {line}\n")
        cls.addClassCleanup(cls.server.kill)
        cls.server.import_all("--api-key", cls.key)
        cls.headers = [("X-Api-Key", cls.key)]
        # One of each kind, so that each has its series.
        post(cls.server.http, "/v1/check", '{"customer":{"emails":["a@b.de"]}}',
             cls.headers)
        get(cls.server.http, "/v1/cards/nothing", cls.headers)
        # Known once the feed was read.
        wait_until(lambda: "landfall_exchange_rates_lag" in cls.metrics(), 60)
        cls.page = cls.metrics()
        cls.families = set(re.findall(r"^# TYPE (\S+)", cls.page, re.M))

    @classmethod
    def metrics(cls):
        return get(cls.server.http, "/metrics", cls.headers).body.decode()

    @classmethod
    def bank(cls):
        """The double of a feed with rates of the last day that had any."""
        day = datetime.datetime.now(datetime.timezone.utc)
        bank = EcbDouble(start=day.strftime("%Y-%m-%dT%H:%M:%SZ"))
        cls.addClassCleanup(bank.close)
        day -= datetime.timedelta(days=max(0, day.weekday() - 4))
        for currency, rate in ("USD", "1.15"), ("CAD", "1.55"):
            bank.apply({"do": "create", "set": "rates", "row": {
                "date": str(day.date()), "currency": currency, "rate": rate}})
        return bank

    def promtool(self, *arguments, **options):
        done = subprocess.run([PROMTOOL, *map(str, arguments)],
                              capture_output=True, text=True, check=False,
                              timeout=120, **options)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        return done.stdout + done.stderr

    def test_rules_are_valid(self):
        self.assertIn(f"{len(rules())} rules", self.promtool("check", "rules",
                                                             ALERTS))
        for rule in rules():
            self.assertIn(rule["labels"]["severity"], ("page", "ticket"))
            self.assertTrue(rule["annotations"]["summary"])
            self.assertTrue(rule["annotations"]["description"])

    def test_rules_do_what_they_say(self):
        groups = yaml.safe_load(ALERTS.read_text(encoding="utf-8"))
        for group in groups["groups"]:
            for rule in group["rules"]:
                del rule["annotations"]["description"]
        (self.home / "rules.yml").write_text(yaml.safe_dump(groups),
                                             encoding="utf-8")
        tests = self.home / "alerts_test.yml"
        text = (TESTS / "monitoring" / "alerts_test.yml").read_text(
            encoding="utf-8")
        tests.write_text(text, encoding="utf-8")
        self.promtool("test", "rules", tests)
        # Each alert is seen firing, and seen silent.
        cases = [case for test in yaml.safe_load(text)["tests"]
                 for case in test["alert_rule_test"]]
        names = {rule["alert"] for rule in rules()}
        for fires in True, False:
            self.assertEqual(names, {case["alertname"] for case in cases
                                     if bool(case.get("exp_alerts")) is fires})

    def test_page_is_well_formed(self):
        self.promtool("check", "metrics", input=self.page)

    def test_what_is_used_exists(self):
        texts = {"dashboard": " ".join(q for _, q in dashboard_queries()),
                 "alerts": " ".join(rule["expr"] for rule in rules())}
        for name, text in texts.items():
            used = set(METRIC.findall(text))
            self.assertGreater(len(used), 8)
            for metric in used:
                with self.subTest(f"{metric} of the {name}"):
                    self.assertIn(metric if metric in self.families else
                                  PARTS_OF_HISTOGRAMS.sub("", metric),
                                  self.families)

    def test_what_exists_is_described_and_shown(self):
        operations = (DOCS / "operations.md").read_text(encoding="utf-8")
        described = set()
        for names in re.findall(r"^\| (`[^|]+) \|", operations, re.M):
            described |= set(re.findall(r"`((?:landfall|process)_[a-z_]+)",
                                        names))
        self.assertEqual(described, self.families)
        shown = " ".join(query for _, query in dashboard_queries())
        for metric in self.families:
            self.assertIn(metric, shown)

    def test_alert_states_are_those_of_the_contract(self):
        proto = (TESTS.parent / "proto/landfall/v1/source_service.proto"
                 ).read_text(encoding="utf-8")
        for rule in rules():
            for state in re.findall(r'state="([A-Z_]+)"', rule["expr"]):
                self.assertRegex(proto, rf"\b{state} = \d")

    def test_dashboard_is_one(self):
        ids = [panel["id"] for panel in panels()]
        self.assertEqual(len(ids), len(set(ids)))
        cells = set()
        for panel in panels():
            at = panel["gridPos"]
            self.assertLessEqual(at["x"] + at["w"], 24)
            area = {(x, y) for x in range(at["x"], at["x"] + at["w"])
                    for y in range(at["y"], at["y"] + at["h"])}
            self.assertFalse(cells & area, panel["title"])
            cells |= area

    def start_prometheus(self):
        """Debian's Prometheus on the shipped files; its base URL."""
        (self.home / "key").write_text(self.key, encoding="ascii")
        text = SCRAPE.read_text(encoding="utf-8")
        for old, new in (("127.0.0.1:7451", "%s:%d" % self.server.http),
                         ("/etc/prometheus/landfall.key", f"{self.home}/key"),
                         ("prometheus-alerts.yml", str(ALERTS)),
                         ("scrape_interval: 30s", "scrape_interval: 1s"),
                         ("scrape_timeout: 10s", "scrape_timeout: 1s"),
                         ("evaluation_interval: 30s",
                          "evaluation_interval: 1s")):
            self.assertIn(old, text)
            text = text.replace(old, new)
        config = self.home / "prometheus.yml"
        config.write_text(text, encoding="utf-8")
        self.promtool("check", "config", config)
        log = (self.home / "prometheus.log").open("w", encoding="utf-8")
        self.addCleanup(log.close)
        process = subprocess.Popen(
            [PROMETHEUS, f"--config.file={config}",
             f"--storage.tsdb.path={self.home}/series",
             "--web.listen-address=127.0.0.1:0"],
            stdout=log, stderr=subprocess.STDOUT, cwd=self.home)
        self.addCleanup(process.wait, 60)
        self.addCleanup(process.terminate)

        def address():
            return re.search(r'Listening on".* address=(\S+)', (
                self.home / "prometheus.log").read_text(encoding="utf-8"))
        self.assertTrue(wait_until(address, 60))
        base = f"http://{address().group(1)}"

        def ready():
            try:
                return self.open(f"{base}/-/ready").close() is None
            except urllib.error.HTTPError as error:
                # It listens before its store is open.
                self.assertEqual(error.code, 503)
                return False
        self.assertTrue(wait_until(ready, 60))
        return base

    def open(self, url):
        return urllib.request.build_opener(
            urllib.request.ProxyHandler({})).open(url, timeout=20)

    def api(self, base, path, **parameters):
        with self.open(f"{base}/api/v1/{path}?"
                       f"{urllib.parse.urlencode(parameters)}") as answer:
            return json.load(answer)["data"]

    def query(self, base, text):
        return self.api(base, "query", query=text)["result"]

    def test_prometheus_scrapes_and_answers(self):
        base = self.start_prometheus()
        self.assertTrue(wait_until(
            lambda: [r["value"][1] for r in self.query(
                base, 'up{job="landfall"}')] == ["1"], 60),
            self.api(base, "targets"))
        deadline = time.monotonic() + 60
        for title, text in dashboard_queries():
            with self.subTest(title):
                # Rates need two scrapes, with a call between them.
                while not (result := self.query(base, text)):
                    self.assertLess(time.monotonic(), deadline, text)
                    get(self.server.http, "/v1/cards/nothing", self.headers)
                    post(self.server.http, "/v1/check",
                         '{"customer":{"emails":["a@b.de"]}}', self.headers)
                    time.sleep(0.5)
                self.assertTrue(result)
        counted = self.query(base, 'landfall_card_counted{card="new-customers"}')
        self.assertEqual(int(counted[0]["value"][1]), json.loads(get(
            self.server.http, "/v1/cards/new-customers",
            self.headers).body)["count"])
        groups = self.api(base, "rules")["groups"]
        self.assertEqual(sum(len(group["rules"]) for group in groups),
                         len(rules()))
        self.assertTrue(wait_until(lambda: all(
            rule["health"] == "ok" for group in self.api(base, "rules")["groups"]
            for rule in group["rules"]), 20))


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1] + sys.argv[5:], verbosity=2)
