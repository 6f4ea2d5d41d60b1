"""A landfalld with the demonstration data, as a flow reaches it."""

import pathlib
import shutil
import sys
import tempfile

TESTS = pathlib.Path(__file__).resolve().parent.parent
sys.path.insert(0, str(TESTS / "openapi"))

from http_server import DEMO, HttpLandfallServer, new_key  # noqa: E402

PUBLIC_URL = "https://landfall.example.com"
# (id, role, more of its line)
KEYS = (("flows", "ingester", ""), ("reader", "reader", ""),
        ("limited", "reader", ", rate_limit: {per_second: 1, burst: 2}"))


class Bridge(HttpLandfallServer):
    """`keys` are the API keys by id; `more` is more configuration, and
    `instead` lines of the demonstration's with what stands in their place."""

    def __init__(self, landfalld, landfall, more="", instead=()):
        self.keys = {}
        folder = pathlib.Path(tempfile.mkdtemp(prefix="landfall-bridge-"))
        try:
            shutil.copytree(DEMO, folder, dirs_exist_ok=True)
            file = folder / "landfall.yaml"
            text = file.read_text(encoding="utf-8")
            for line, other in instead:
                if line not in text:
                    raise RuntimeError(f"landfall.yaml has no {line}")
                text = text.replace(line, other)
            file.write_text(text, encoding="utf-8")
            with file.open("a", encoding="utf-8") as config:
                config.write(f"\npublic_url: {PUBLIC_URL}\n{more}"
                             "auth:\n  api_keys:\n")
                for name, role, extra in KEYS:
                    self.keys[name], line = new_key(landfall, role)
                    line = line.replace(f"id: {role}", f"id: {name}")
                    config.write(f"    {line[:-1]}{extra}}}\n")
            super().__init__(landfalld, landfall, folder)
            self.import_all("--api-key", self.keys["flows"])
        finally:
            shutil.rmtree(folder)

    @property
    def log(self):
        """What the server wrote so far."""
        return self._log.read_text(encoding="utf-8")
