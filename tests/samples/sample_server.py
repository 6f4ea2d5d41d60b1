"""A server that holds the world of the samples."""

import pathlib
import shutil
import sys
import tempfile
import urllib.error
import urllib.request

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "openapi"))

from http_server import HttpLandfallServer, new_key  # noqa: E402


class SampleServer(HttpLandfallServer):
    """The world of the samples, with one API key for each role."""

    def __init__(self, landfalld, landfall):
        folder = pathlib.Path(tempfile.mkdtemp(prefix="landfall-samples-"))
        try:
            shutil.copytree(HERE / "world", folder, dirs_exist_ok=True)
            self.keys = {"nobody": "lf_unknown"}
            with (folder / "landfall.yaml").open("a", encoding="utf-8") as out:
                out.write("\nauth:\n  api_keys:\n")
                for role in "reader", "ingester":
                    self.keys[role], line = new_key(landfall, role)
                    out.write(f"    {line}\n")
            super().__init__(landfalld, landfall, folder)
            self.import_all("--api-key", self.keys["ingester"])
        finally:
            shutil.rmtree(folder)

    def exchange(self, role, method, path, body):
        """(status, body) of one call."""
        request = urllib.request.Request(
            self.http_url + path, data=body, method=method,
            headers={"Authorization": f"Bearer {self.keys[role]}",
                     "Content-Type": "application/json"})
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        try:
            with opener.open(request, timeout=60) as answer:
                return answer.status, answer.read().decode("utf-8")
        except urllib.error.HTTPError as error:
            with error:
                return error.code, error.read().decode("utf-8")
