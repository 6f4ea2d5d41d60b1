"""Packages from npm, kept in the build folder.

They are installed when the lock file has changed, and used again otherwise;
then nothing needs the network.
"""

import shutil
import subprocess
import sys

# ctest shows a test that exits with this as skipped.
SKIPPED = 77


def run(folder, *command):
    """The standard output of a command that succeeds; else the test ends."""
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True,
                          check=False, timeout=300)
    if done.returncode == 0:
        return done.stdout
    print(done.stdout, done.stderr, sep="\n", file=sys.stderr)
    if command[0] == "npm" and not _answers(folder):
        print("Skipped: npm's registry cannot be reached; it is needed once, "
              "the packages are then kept in the build folder",
              file=sys.stderr)
        sys.exit(SKIPPED)
    sys.exit(f"failed: {' '.join(map(str, command))}")


def _answers(folder):
    """Whether npm's registry tells of a package that every registry has."""
    return subprocess.run(
        ["npm", "view", "typescript", "version", "--fetch-retries=0",
         "--fetch-timeout=20000"], cwd=folder, capture_output=True,
        check=False).returncode == 0


def prepare(home, folder, *sources):
    """Copies package.json, its lock file and `sources` from `home` to `folder`
    and installs what the lock file names, if that is new."""
    folder.mkdir(parents=True, exist_ok=True)
    lock = (home / "package-lock.json").read_text(encoding="utf-8")
    installed = folder / "node_modules" / "installed-lock.json"
    for name in ("package.json", "package-lock.json", *sources):
        shutil.copy(home / name, folder)
    if installed.is_file() and installed.read_text(encoding="utf-8") == lock:
        return
    run(folder, "npm", "ci", "--no-audit", "--no-fund", "--ignore-scripts",
        "--fetch-retries=1", "--fetch-timeout=60000")
    installed.write_text(lock, encoding="utf-8")
