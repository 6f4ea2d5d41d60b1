"""Python environments with packages from PyPI, kept in the build folder.

An environment is made when what it is to hold has changed, and used again
otherwise; then nothing needs the network.
"""

import hashlib
import pathlib
import shutil
import subprocess
import sys
import venv

# ctest shows a test that exits with this as skipped.
SKIPPED = 77


def prepare(folder, *installs):
    """The path of the environment's Python.

    `installs` are lists of arguments of "pip install", in order. Files among
    them count by their content, folders by that of their pyproject.toml.
    """
    folder = pathlib.Path(folder)
    stamp = folder / "installed.txt"
    python = folder / "bin" / "python"
    wanted = _fingerprint(installs)
    if stamp.is_file() and stamp.read_text(encoding="ascii") == wanted:
        return python
    shutil.rmtree(folder, ignore_errors=True)
    venv.create(folder, with_pip=True)
    for arguments in installs:
        _install(python, arguments)
    stamp.write_text(wanted, encoding="ascii")
    return python


def _fingerprint(installs):
    digest = hashlib.sha256(sys.version.encode())
    for arguments in installs:
        for argument in map(str, arguments):
            digest.update(argument.encode() + b"\0")
            path = pathlib.Path(argument)
            path = path / "pyproject.toml" if path.is_dir() else path
            if path.is_file():
                digest.update(path.read_bytes())
    return digest.hexdigest()


def _install(python, arguments):
    done = subprocess.run(
        [python, "-m", "pip", "install", "--quiet", "--retries", "1",
         "--disable-pip-version-check", *arguments],
        capture_output=True, text=True, check=False)
    if done.returncode == 0:
        return
    print(done.stdout, done.stderr, sep="\n", file=sys.stderr)
    # Only an index that answers can have been asked for the wrong thing.
    asked = subprocess.run(
        [python, "-m", "pip", "index", "versions", "pip", "--retries", "0",
         "--timeout", "20", "--disable-pip-version-check"],
        capture_output=True, text=True, check=False)
    if asked.returncode != 0:
        print("Skipped: PyPI cannot be reached; it is needed once, the packages "
              "are then kept in the build folder", file=sys.stderr)
        sys.exit(SKIPPED)
    sys.exit(1)
