"""Runs a test of this folder in an environment with its packages.

    run.py BUILD_FOLDER TEST.py [ARGUMENTS]

The packages come from PyPI the first time and stay in the build folder. The
wheels of tree-sitter-al are for Python 3.12 and later, but its sources build
and work with 3.11 too; hence --ignore-requires-python.
"""

import pathlib
import subprocess
import sys

sys.dont_write_bytecode = True
HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "python_client"))

import python_environment  # noqa: E402


def main():
    build, test, *arguments = sys.argv[1:]
    python = python_environment.prepare(
        pathlib.Path(build) / "packages",
        ["--ignore-requires-python", "-r", HERE / "requirements.txt"])
    return subprocess.run([python, HERE / test, *arguments], cwd=HERE,
                          check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
