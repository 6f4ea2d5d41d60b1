"""A landfalld over a world, either pulled from its doubles or imported."""

import json
import pathlib
import subprocess
import sys
import tempfile
import time
import urllib.error

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2]
                       / "scripts"))

import demo_live  # noqa: E402
import sync_answers  # noqa: E402
from server_process import ServerProcess  # noqa: E402
from sync_world import CONFIG  # noqa: E402


def imported(landfalld, landfall, world):
    """What a server answers that took the world from files."""
    server = ServerProcess(landfalld, landfall, CONFIG)
    try:
        server.start()
        with tempfile.TemporaryDirectory() as folder:
            for words in world.export(pathlib.Path(folder)):
                server.ask("import", *words)
        return sync_answers.everything(server, world.upstream())
    finally:
        server.remove()


class SyncedServer(ServerProcess):
    """Pulls a world; everything by itself when it starts, then on demand."""

    def __init__(self, landfalld, landfall, world, every="1h",
                 give_up="30s"):
        super().__init__(landfalld, landfall, CONFIG)
        self.world = world
        text = demo_live.connected(
            CONFIG, {name: {"system": double.SYSTEM, "url": double.url,
                            "access": double.access()}
                     for name, double in world.doubles.items()},
            self.home, sync=f"every: {every}, full: 24h, give_up: {give_up}")
        (self.home / "landfall.yaml").write_text(text, encoding="utf-8")

    def sync(self, *words):
        """{source: run} of `landfall sync`, whatever became of the runs."""
        done = subprocess.run(self.command("sync", *words), check=False,
                              capture_output=True, text=True, timeout=180)
        if done.returncode not in (0, 1) or not done.stdout:
            raise RuntimeError(f"sync: {done.returncode} {done.stderr}")
        return {report["source"]: report["run"]
                for report in json.loads(done.stdout)["runs"]}

    def sync_until_it_succeeds(self, *words, rounds=10):
        """The last runs; what a fault broke off is tried again."""
        for _ in range(rounds):
            runs = self.sync(*words)
            failed = {name: run["error"] for name, run in runs.items()
                      if run["state"] != "SUCCEEDED"}
            if not failed:
                return runs
        raise AssertionError(f"the runs go on failing: {failed}")

    def sources(self):
        return {source["id"]: source for source in
                sync_answers.ask(self, "/v1/sources")["sources"]}

    def await_first_runs(self, meanwhile):
        """Until each source has been read, or a run has failed; calls
        `meanwhile` all the time."""
        deadline = time.monotonic() + 180
        while time.monotonic() < deadline:
            meanwhile()
            try:
                runs = [source.get("sync", {}).get("lastRun") or {}
                        for source in self.sources().values()]
            except urllib.error.URLError:
                continue
            if all(run.get("state") in ("SUCCEEDED", "FAILED")
                   for run in runs):
                return
            time.sleep(0.2)
        raise AssertionError("the first runs do not end")

    def everything(self):
        return sync_answers.everything(self, self.world.upstream())
