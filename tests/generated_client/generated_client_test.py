"""A TypeScript client that is generated from docs/openapi.json, at work.

    generated_client_test.py LANDFALLD LANDFALL BUILD_FOLDER

Its packages come from npm the first time and stay in the build folder.
"""

import pathlib
import sys

sys.dont_write_bytecode = True
HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
sys.path.insert(0, str(ROOT / "tests" / "openapi"))

from http_server import DEMO, HttpLandfallServer  # noqa: E402
from node_packages import prepare, run  # noqa: E402


def main():
    landfalld, landfall, build = sys.argv[1:4]
    folder = pathlib.Path(build) / "typescript"
    prepare(HERE, folder, "tsconfig.json", "client.ts")
    tools = folder / "node_modules" / ".bin"
    run(folder, tools / "openapi-typescript", ROOT / "docs" / "openapi.json",
        "--output", "landfall.d.ts")
    run(folder, tools / "tsc")
    server = HttpLandfallServer(landfalld, landfall, DEMO)
    try:
        server.import_all()
        print(run(folder, "node", folder / "out" / "client.js", server.http_url))
    finally:
        server.stop()


if __name__ == "__main__":
    main()
