"""Lets a landfalld pull many accounts of Dataverse, and prints how fast it was,
what limited it, what memory it took, and what the next increment cost.

    pull.py LANDFALLD CUSTOMERS

The system is a process of its own, dataverse_pages.py, which makes the next
page while landfalld is busy with the one before. Both speak plain HTTP on
loopback.
"""

import http.client
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import time

HERE = pathlib.Path(__file__).resolve().parent
CONFIG = """\
listen: {{grpc: "127.0.0.1:0", http: "127.0.0.1:0"}}
store: {{path: data}}
legal_entities:
  - {{id: DEGM, name: Handel DE, country: DE, currency: EUR, source: erp}}
sources:
  - {{id: erp, system: finance_operations}}
  - id: crm
    system: dataverse
    url: {url}
    auth: {{tenant: contoso, client_id: landfall,
           client_secret: "file:secret", authority: {url}}}
    sync: {{every: 24h, full: 24h}}
expectation: [{{ship_to: [DE], entity: DEGM}}]
"""
MIB = 2 ** 20
QUARTERS = 4


def ask(address, path, method="GET", body=None):
    connection = http.client.HTTPConnection(address, timeout=60)
    try:
        connection.request(method, path, body,
                           {"Content-Type": "application/json"})
        answer = connection.getresponse()
        text = answer.read()
        check(answer.status == 200, f"{path} is answered with "
              f"{answer.status}: {text[:300]}")
        return json.loads(text)
    finally:
        connection.close()


def check(holds, what):
    if not holds:
        raise SystemExit(f"pull.py: {what}")


class Watched:
    """A process, and what the kernel knows of it."""

    def __init__(self, *command, **more):
        self.process = subprocess.Popen(list(map(str, command)), **more)
        self._proc = pathlib.Path(f"/proc/{self.process.pid}")

    def processor_seconds(self):
        return seconds_of(self._proc / "stat")

    def busiest_thread(self):
        """The most processor seconds of one of its threads."""
        return max(seconds_of(thread / "stat")
                   for thread in (self._proc / "task").iterdir())

    def memory(self, name="VmRSS"):
        for line in (self._proc / "status").read_text().splitlines():
            if line.startswith(name + ":"):
                return int(line.split()[1]) * 1024
        raise SystemExit(f"pull.py: no {name}")

    def stop(self):
        self.process.terminate()
        return self.process.wait(timeout=300)


def seconds_of(stat):
    # The name in parentheses may hold anything.
    words = stat.read_text().rpartition(")")[2].split()
    return (int(words[11]) + int(words[12])) / os.sysconf("SC_CLK_TCK")


class Server(Watched):

    def __init__(self, landfalld, folder):
        ports = folder / "ports"
        ports.unlink(missing_ok=True)
        with (folder / "log").open("a") as log:
            super().__init__(landfalld, "--config", folder / "landfall.yaml",
                             "--ports-file", ports, stdout=log, stderr=log)
        while not ports.exists():
            check(self.process.poll() is None,
                  "landfalld ended: " + (folder / "log").read_text())
            time.sleep(0.05)
        self.address = dict(line.split(" ", 1) for line in
                            ports.read_text().splitlines())["http"]

    def last_run(self):
        runs = ask(self.address, "/v1/sources/crm/runs")["runs"]
        return runs[0] if runs else None

    def held(self):
        sources = ask(self.address, "/v1/sources")["sources"]
        return {f"{source['id']}/{row['type']}": row["count"]
                for source in sources for row in source["rowCounts"]}


def pull(server, customers):
    """The run, once it has ended, and [(rows read, resident bytes)] at each
    quarter."""
    quarters = []
    while True:
        run = server.last_run()
        read = run["read"] if run else 0
        if read >= (len(quarters) + 1) * customers // QUARTERS:
            quarters.append((read, server.memory()))
        if run and run["state"] != "RUNNING":
            check(run["state"] == "SUCCEEDED", run["error"])
            return run, quarters
        time.sleep(0.02)


def seconds(run):
    def at(text):
        whole, _, fraction = text.rstrip("Z").partition(".")
        return time.mktime(time.strptime(whole, "%Y-%m-%dT%H:%M:%S")) + float(
            f"0.{fraction or 0}")
    return at(run["finishedAt"]) - at(run["startedAt"])


def report_speed(customers, run, figures, server, system):
    took = seconds(run)
    mine, theirs = server.processor_seconds(), system.processor_seconds()
    thread = server.busiest_thread()
    print(f"{customers} accounts, {figures['bytes'] / MIB:.0f} MiB in "
          f"{figures['requests']} answers: {took:.1f} s, "
          f"{customers / took:,.0f} rows/s")
    print(f"processor time   landfalld {mine:.1f} s ({mine / took:.0%} of one "
          f"processor), its busiest thread {thread:.1f} s "
          f"({thread / took:.0%}); the system {theirs:.1f} s "
          f"({theirs / took:.0%}); {os.cpu_count()} processors")
    waited = figures["seconds"]
    print(f"the system took  {waited:.1f} s to answer ({waited / took:.0%}); "
          + ("it limits the pull" if waited > took / 2
             else "landfalld limits the pull"))


def report_memory(server, began, quarters, peak):
    print(f"memory           {began / MIB:.0f} MiB before, peak "
          f"{peak / MIB:.0f} MiB")
    rows, bytes_before = 0, began
    for read, resident in quarters:
        print(f"{read:>12} rows {resident / MIB:8.0f} MiB"
              f"{(resident - bytes_before) / (read - rows):8.0f} bytes for "
              "each row since the line above")
        rows, bytes_before = read, resident
    print(f"      at the end  {server.memory() / MIB:8.0f} MiB")


def increment(server, system_address):
    before = ask(system_address, "/figures")
    run = ask(server.address, "/v1/sources/crm/sync", "POST",
              json.dumps({"wait": True}))["run"]
    after = ask(system_address, "/figures")
    check(run["state"] == "SUCCEEDED" and not run["full"],
          f"the increment is {run}")
    requests, rows = (after[name] - before[name]
                      for name in ("requests", "rows"))
    check(rows == 0 and run["read"] == 0, f"the increment read {rows} rows")
    print(f"increment        {requests} requests, {rows} rows, "
          f"{after['bytes'] - before['bytes']} bytes, "
          f"{seconds(run) * 1000:.0f} ms")


def measure(landfalld, customers, folder, system, address):
    (folder / "secret").write_text("s3cret")
    (folder / "secret").chmod(0o600)
    (folder / "landfall.yaml").write_text(
        CONFIG.format(url=f"http://{address}"))
    server = Server(landfalld, folder)
    try:
        began = server.memory()
        run, quarters = pull(server, customers)
        figures = ask(address, "/figures")
        report_speed(customers, run, figures, server, system)
        report_memory(server, began, quarters, server.memory("VmHWM"))
        check(run["full"] and not run["rejected"] and run["inserted"]
              == figures["rows"] == customers + 1, f"the run is {run}")
        check(server.held()["crm/account"] == customers, server.held())
        increment(server, address)
        end = server.memory()
        check(server.stop() == 0, "landfalld did not stop well")
        server = Server(landfalld, folder)
        check(server.held()["crm/account"] == customers, server.held())
        held = server.memory()
        print(f"after a restart  {held / MIB:.0f} MiB, which is what the "
              "customers cost who are held; reading them left "
              f"{(end - held) / MIB:.0f} MiB beyond that")
    finally:
        server.stop()


def main():
    landfalld, customers = sys.argv[1], int(sys.argv[2])
    check(10_000 <= customers <= 10_000_000, "10000 to 10000000 customers")
    system = Watched(sys.executable, HERE / "dataverse_pages.py", customers,
                     stdout=subprocess.PIPE, text=True)
    try:
        address = system.process.stdout.readline().strip().removeprefix(
            "http://")
        with tempfile.TemporaryDirectory(prefix="landfall-bench.") as folder:
            measure(landfalld, customers, pathlib.Path(folder), system,
                    address)
    finally:
        system.stop()


if __name__ == "__main__":
    main()
