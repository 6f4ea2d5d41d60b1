"""Asks a running server checks and its health, one at a time, while others ask
long questions and write, and prints the longest waits of both times. Between
them it measures the same beside busy loops, because whoever asks and answers
here shares the processors.

    waits.py FOLDER SECONDS     FOLDER: see serve_bench

The prober is a process of its own that does nothing else, so that the figures
are the server's and not ours. Those who ask long questions and write are on
other machines in life: they step back behind the server and the prober.
"""
import http.client
import itertools
import json
import multiprocessing
import os
import pathlib
import sys
import time

NICENESS = 10
# What a reader may ask that takes longest.
LONG = (
    "/v1/cards/new-customers/history?windowDays=366&step=day&from={from}",
    "/v1/cards/new-customers?windowDays=366",
    "/v1/cards/new-customers/records?windowDays=366&pageSize=1000",
    "/v1/cards",
)


class Client:
    """One connection that is kept open."""

    def __init__(self, address):
        self.address = address
        self.connection = http.client.HTTPConnection(address, timeout=120)

    def ask(self, method, path, body=None):
        """Returns the status and the seconds until the whole answer is here."""
        headers = {"Content-Type": "application/json"} if body else {}
        start = time.perf_counter()
        try:
            self.connection.request(method, path, body, headers)
            answer = self.connection.getresponse()
            answer.read()
            return answer.status, time.perf_counter() - start
        except (OSError, http.client.HTTPException):
            self.connection.close()
            return 0, time.perf_counter() - start


def ask_long(address, path, counts):
    os.nice(NICENESS)
    client = Client(address)
    while True:
        status, _ = client.ask("GET", path)
        with counts.get_lock():
            counts[0 if status == 200 else 1] += 1


def write(address, counts, waits):
    """Changes a thousand accounts at a time, as an import does."""
    os.nice(NICENESS)
    client = Client(address)
    for batch in itertools.count():
        rows = [{"json": json.dumps({
            "accountid": f"{n:08x}-0000-4000-8000-{batch:012x}",
            "name": f"Written {n}", "customertypecode": 3,
            "emailaddress1": f"w{batch}-{n}@contoso-mail.com",
            "createdon": "2025-01-01T00:00:00Z",
            "modifiedon": "2025-01-01T00:00:00Z"})} for n in range(1000)]
        status, seconds = client.ask("POST", "/v1/records", json.dumps(
            {"source": "crm", "type": "account", "payloads": rows}))
        with counts.get_lock():
            counts[0 if status == 200 else 1] += 1
        waits.value = max(waits.value, seconds)


def spin():
    while True:
        pass


def probe(address, bodies, seconds):
    """The longest waits, in milliseconds, of a check and of /healthz."""
    client = Client(address)
    end = time.perf_counter() + seconds
    checks, health = [], []
    for body in itertools.cycle(bodies):
        if time.perf_counter() > end:
            break
        status, took = client.ask("POST", "/v1/check", body)
        if status != 200:
            raise RuntimeError(f"a check was answered with {status}")
        checks.append(took * 1000)
        status, took = client.ask("GET", "/healthz")
        if status != 200:
            raise RuntimeError(f"/healthz was answered with {status}")
        health.append(took * 1000)
        time.sleep(0.001)
    checks.sort()
    health.sort()
    return (len(checks), checks[len(checks) * 99 // 100], checks[-1],
            health[-1])


def main():
    folder, seconds = pathlib.Path(sys.argv[1]), float(sys.argv[2])
    address = (folder / "http").read_text().strip()
    bodies = (folder / "bodies").read_text().splitlines()
    status, _ = Client(address).ask("GET", "/v1/cards")
    if status != 200:
        raise SystemExit(f"/v1/cards was answered with {status}")
    print(f"{'':24}{'checks':>8}{'p99 ms':>9}{'longest ms':>12}"
          f"{'healthz ms':>12}")

    def row(name):
        with multiprocessing.Pool(1) as pool:
            count, p99, longest, health = pool.apply(
                probe, (address, bodies, seconds))
        print(f"{name:24}{count:8}{p99:9.1f}{longest:12.1f}{health:12.1f}")
        return longest

    row("nobody else")
    # The peer: as many processes that ask nothing. What a check waits for then
    # is a processor.
    spinning = [multiprocessing.Process(target=spin, daemon=True)
                for _ in range(len(LONG) + 1)]
    for process in spinning:
        process.start()
    row("as many busy loops")
    for process in spinning:
        process.kill()
    asked = multiprocessing.Array("i", 2)
    written = multiprocessing.Array("i", 2)
    waits = multiprocessing.Value("d", 0)
    year_ago = time.strftime(
        "%Y-%m-%d", time.gmtime(float((folder / "end").read_text())
                                - 365 * 86400))
    others = [multiprocessing.Process(
        target=ask_long, args=(address, path.replace("{from}", year_ago),
                               asked), daemon=True) for path in LONG]
    others.append(multiprocessing.Process(
        target=write, args=(address, written, waits), daemon=True))
    for other in others:
        other.start()
    time.sleep(1)
    row("long questions, import")
    for other in others:
        other.kill()
    print(f"long questions answered {asked[0]}, ended by their budget or "
          f"refused {asked[1]}; batches of 1000 written {written[0]}, refused "
          f"{written[1]}, the longest write {waits.value * 1000:.0f} ms")


if __name__ == "__main__":
    main()
