#!/usr/bin/python3
"""Writes docs/openapi.json, the description of the HTTP interface.

    scripts/generate_openapi.py           write the file
    scripts/generate_openapi.py --check   write nothing; fail if not current

It follows from proto/landfall/v1 (messages, comments, paths), from the limits
in two headers of the server and from openapi/overlay.py. Needs protoc and
python3-protobuf of Debian.
"""

import argparse
import json
import pathlib
import re
import sys

sys.dont_write_bytecode = True
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))

from openapi import operations, overlay, protos  # noqa: E402

ROOT = pathlib.Path(__file__).resolve().parent.parent
TARGET = ROOT / "docs" / "openapi.json"
# Those with limits of requests.
HEADERS = ("model/query.h", "serve/api/validate.h")
# Where Debian's grpc-gateway package puts google/api/*.proto.
GOOGLEAPIS = ("/usr/share/gocode/src/github.com/grpc-ecosystem/grpc-gateway/"
              "third_party/googleapis")


def generate(googleapis):
    """The text of the file."""
    cmake = (ROOT / "CMakeLists.txt").read_text(encoding="utf-8")
    version = re.search(r"project\(landfall VERSION ([\d.]+)", cmake).group(1)
    contract = protos.load(ROOT / "proto", googleapis)
    limit = overlay.limits(ROOT / "server" / header for header in HEADERS)
    description = operations.document(contract, limit, version)
    return json.dumps(description, indent=2, ensure_ascii=False) + "\n"


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--check", action="store_true",
                        help="fail when docs/openapi.json is not current")
    parser.add_argument("--googleapis", default=GOOGLEAPIS, metavar="FOLDER",
                        help="folder that holds google/api/annotations.proto")
    arguments = parser.parse_args()
    text = generate(arguments.googleapis)
    if not arguments.check:
        TARGET.write_text(text, encoding="utf-8")
        return 0
    if TARGET.is_file() and TARGET.read_text(encoding="utf-8") == text:
        return 0
    print("docs/openapi.json is not current; run scripts/generate_openapi.py",
          file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())
