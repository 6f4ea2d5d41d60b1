"""A TypeScript client that is generated from docs/openapi.json, at work.

    generated_client_test.py LANDFALLD LANDFALL BUILD_FOLDER

Its packages come from npm the first time and stay in the build folder.
"""

import pathlib
import shutil
import subprocess
import sys

sys.dont_write_bytecode = True
HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
sys.path.insert(0, str(ROOT / "tests" / "openapi"))

from http_server import DEMO, HttpLandfallServer  # noqa: E402

# ctest shows a test that exits with this as skipped.
SKIPPED = 77


def run(folder, *command):
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True,
                          check=False, timeout=300)
    if done.returncode == 0:
        return done.stdout
    print(done.stdout, done.stderr, sep="\n", file=sys.stderr)
    if command[0] == "npm" and not answers(folder):
        print("Skipped: npm's registry cannot be reached; it is needed once, "
              "the packages are then kept in the build folder",
              file=sys.stderr)
        sys.exit(SKIPPED)
    sys.exit(f"failed: {' '.join(map(str, command))}")


def answers(folder):
    """Whether npm's registry tells of a package that every registry has."""
    return subprocess.run(
        ["npm", "view", "typescript", "version", "--fetch-retries=0",
         "--fetch-timeout=20000"], cwd=folder, capture_output=True,
        check=False).returncode == 0


def prepare(folder):
    """Copies the sources and installs what the lock file names, if new."""
    folder.mkdir(parents=True, exist_ok=True)
    lock = (HERE / "package-lock.json").read_text(encoding="utf-8")
    installed = folder / "node_modules" / "installed-lock.json"
    for name in "package.json", "package-lock.json", "tsconfig.json", \
            "client.ts":
        shutil.copy(HERE / name, folder)
    if installed.is_file() and installed.read_text(encoding="utf-8") == lock:
        return
    run(folder, "npm", "ci", "--no-audit", "--no-fund", "--ignore-scripts",
        "--fetch-retries=1", "--fetch-timeout=60000")
    installed.write_text(lock, encoding="utf-8")


def main():
    landfalld, landfall, build = sys.argv[1:4]
    folder = pathlib.Path(build) / "typescript"
    prepare(folder)
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
