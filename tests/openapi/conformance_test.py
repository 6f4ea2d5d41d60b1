"""Holds a running server against docs/openapi.json.

    conformance_test.py LANDFALLD LANDFALL BUILD_FOLDER

schemathesis makes requests from the description, valid ones and invalid ones,
and judges the answers. Its packages come from PyPI the first time and stay in
the build folder.
"""

import json
import os
import pathlib
import subprocess
import sys

sys.dont_write_bytecode = True
HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
sys.path.insert(0, str(ROOT / "tests" / "python_client"))

import python_environment  # noqa: E402
from http_server import GuardedServer  # noqa: E402
from narrowed import narrowed  # noqa: E402

# Of an operation and kind. The same ones in every run, so a few are enough; set
# LANDFALL_EXAMPLES to see more.
EXAMPLES = os.environ.get("LANDFALL_EXAMPLES", "60")


def check_description(python):
    """That it is an OpenAPI description at all."""
    subprocess.run([python, "-m", "openapi_spec_validator",
                    ROOT / "docs" / "openapi.json"], check=True)


def run_schemathesis(python, folder, server):
    """Its exit code: 0 when nothing was found."""
    description = json.loads(
        (ROOT / "docs" / "openapi.json").read_text(encoding="utf-8"))
    file = folder / "narrowed.json"
    file.write_text(json.dumps(narrowed(description)), encoding="utf-8")
    return subprocess.run(
        [python.parent / "schemathesis", "run", file, "--url", server.http_url,
         "--checks", "all", "--phases", "examples,coverage,fuzzing",
         "--mode", "all", "--max-examples", EXAMPLES,
         # The same requests in every run; it then knows no seed.
         "--generation-deterministic",
         "--header", f"Authorization: Bearer {server.keys['admin']}",
         "--continue-on-failure", "--no-color"],
        cwd=folder, check=False, timeout=900,
        env={**os.environ, "SCHEMATHESIS_HOOKS": "what_a_schema_cannot_say",
             "PYTHONPATH": str(HERE), "PYTHONDONTWRITEBYTECODE": "1"},
    ).returncode


def main():
    landfalld, landfall, build = sys.argv[1:4]
    folder = pathlib.Path(build)
    python = python_environment.prepare(
        folder / "schemathesis", ["-r", HERE / "requirements.txt"])
    check_description(python)
    server = GuardedServer(landfalld, landfall)
    try:
        code = run_schemathesis(python, folder, server)
    finally:
        stopped = server.stop()
    return code or stopped


if __name__ == "__main__":
    sys.exit(main())
