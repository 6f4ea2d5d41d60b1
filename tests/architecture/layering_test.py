#!/usr/bin/env python3
"""Holds the sources against the rules of the architecture.

Usage: layering_test.py SOURCE_DIR LAYERS_TXT

LAYERS_TXT is written by landfall_library(): one line "module: dependencies"
per module, in the order of server/CMakeLists.txt.
"""

import pathlib
import re
import sys
import unittest

ROOT = pathlib.Path()
LAYERS = pathlib.Path()

INCLUDE = re.compile(r'^\s*#\s*include\s+["<]([^">]+)[">]', re.MULTILINE)

# RPCs without a path in the HTTP surface: they stream.
GRPC_ONLY = {
    "CardService.WatchCard",
    "PromotionService.StreamCheckPromotion",
    "RecordService.UpsertRecords",
}

# Lines that a file may have, by the end of its name; the first match counts.
BUDGETS = (("_test.cc", 400), (".cc", 350), (".h", 150))


def read(path):
    return path.read_text(encoding="utf-8")


def name_of(path):
    return path.relative_to(ROOT).as_posix()


def sources(*folders):
    """The C++ files under the folders, sorted."""
    return sorted(
        path
        for folder in folders
        for path in (ROOT / folder).rglob("*")
        if path.suffix in (".h", ".cc", ".inc")
    )


def includes(path):
    return INCLUDE.findall(read(path))


def strip_comments(text):
    return re.sub(r"//[^\n]*|/\*.*?\*/", "", text, flags=re.DOTALL)


def parse_layers(text):
    """Module -> the modules it names as dependencies, in declaration order."""
    layers = {}
    for line in text.splitlines():
        module, dependencies = line.split(":", 1)
        layers[module] = [
            word.removeprefix("landfall::").replace("::", "/")
            for word in dependencies.split()
            if word.startswith("landfall::")
        ]
    return layers


def module_of(name, layers):
    """The module of a path such as "server/decode/csv_reader.h", or None."""
    inside = name.removeprefix("server/")
    fitting = [m for m in layers if inside.startswith(m + "/")]
    return max(fitting, key=len, default=None)


def reachable(module, layers):
    """Everything that a module may include: its dependencies and theirs."""
    seen = set()
    waiting = [module]
    while waiting:
        for dependency in layers.get(waiting.pop(), []):
            if dependency not in seen:
                seen.add(dependency)
                waiting.append(dependency)
    return seen


class LayeringTest(unittest.TestCase):

    maxDiff = None

    def expect_none(self, offenders, rule):
        self.assertEqual([], sorted(offenders), rule)

    def test_dependencies_point_up(self):
        layers = parse_layers(read(LAYERS))
        self.assertGreater(len(layers), 10, "layers.txt names the modules")
        order = list(layers)
        offenders = []
        for module, dependencies in layers.items():
            for dependency in dependencies:
                if dependency in order and order.index(
                        dependency) >= order.index(module):
                    offenders.append(f"{module} depends on {dependency}")
        self.expect_none(offenders, "a module may use only those above it")

    def test_includes_follow_the_dependencies(self):
        layers = parse_layers(read(LAYERS))
        checked = 0
        offenders = []
        for path in sources("server"):
            name = name_of(path)
            module = module_of(name, layers)
            if module is None:  # main.cc stands above all modules
                continue
            allowed = reachable(module, layers) | {module}
            for include in includes(path):
                if not include.startswith("server/"):
                    continue
                checked += 1
                if module_of(include, layers) not in allowed:
                    offenders.append(f"{name} includes {include}")
        self.assertGreater(checked, 100)
        self.expect_none(offenders, "not among the module's DEPS, nor theirs")

    def test_only_main_stands_outside_the_modules(self):
        layers = parse_layers(read(LAYERS))
        outside = [
            name_of(path)
            for path in sources("server")
            if module_of(name_of(path), layers) is None
        ]
        self.assertEqual(["server/main.cc"], outside)

    def test_internal_headers_stay_in_their_module(self):
        offenders = []
        for path in sources("server", "client"):
            name = name_of(path)
            for include in includes(path):
                owner, internal, _ = include.partition("/internal/")
                if internal and not name.startswith(owner + "/"):
                    offenders.append(f"{name} includes {include}")
        self.expect_none(offenders, "internal/ belongs to its own module")

    def test_wire_types_stay_at_the_edge(self):
        edge = ("server/serve/", "server/app/")
        offenders = []
        for path in sources("server"):
            name = name_of(path)
            if name.startswith(edge):
                continue
            for include in includes(path):
                if include.endswith(".pb.h") or include.startswith("grpcpp/"):
                    offenders.append(f"{name} includes {include}")
        self.expect_none(offenders, "protobuf and gRPC are for the edge")

    def test_only_the_clock_reads_the_time(self):
        clock = re.compile(r"\babsl::Now\b|\b(?:std::)?time\((?:nullptr|NULL|0)\)|"
                           r"\bgettimeofday\b|\bclock_gettime\b")
        readers = [
            name_of(path)
            for path in sources("server")
            if clock.search(strip_comments(read(path)))
        ]
        self.assertEqual(["server/base/clock.cc"], readers)

    def test_only_deadlines_use_the_system_clock(self):
        offenders = [
            name_of(path)
            for path in sources("server")
            if "system_clock" in strip_comments(read(path)) and
            not name_of(path).startswith("server/serve/grpc/")
        ]
        self.expect_none(offenders, "gRPC deadlines are on the system clock, "
                         "nothing else is: take `now` as a parameter")


class BuildTest(unittest.TestCase):

    def test_every_test_is_built(self):
        built = set()
        for cmake in (ROOT / "tests").rglob("CMakeLists.txt"):
            text = re.sub(r"#[^\n]*", "", read(cmake))
            # The name of the target is no file.
            text = re.sub(r"\blandfall_test\(\s*\S+", "", text)
            for word in re.findall(r"[^\s()]+_test(?:\.cc)?(?=[\s()])", text):
                word = word.replace("${PROJECT_SOURCE_DIR}", str(ROOT))
                word = word.replace("${CMAKE_CURRENT_SOURCE_DIR}",
                                    str(cmake.parent))
                word = word.removesuffix(".cc") + ".cc"
                built.add((cmake.parent / word).resolve())
        written = {path.resolve() for path in (ROOT / "tests").rglob("*_test.cc")}
        self.assertGreater(len(written), 10)
        self.assertEqual([], sorted(map(name_of, written - built)),
                         "named in no CMakeLists.txt, so it never runs")


class ProtoTest(unittest.TestCase):

    def test_every_rpc_has_its_http_path(self):
        without = set()
        count = 0
        for path in (ROOT / "proto/landfall/v1").glob("*_service.proto"):
            text = strip_comments(read(path))
            service = re.search(r"\bservice\s+(\w+)", text)
            self.assertIsNotNone(service, path.name)
            # From one rpc to the next: its declaration and its options.
            for part in re.split(r"\brpc\s+", text)[1:]:
                count += 1
                body = part.split("\nmessage ", 1)[0]
                if "google.api.http" not in body:
                    rpc = re.match(r"\w+", part).group()
                    without.add(f"{service.group(1)}.{rpc}")
        self.assertGreater(count, 5)
        self.assertEqual(GRPC_ONLY, without)


class SizeTest(unittest.TestCase):

    def test_files_fit_their_budget(self):
        over = {}
        for path in sources("server", "client", "tests"):
            budget = next((lines for end, lines in BUDGETS
                           if path.name.endswith(end)), None)
            if budget is None:  # .inc files hold data
                continue
            lines = read(path).count("\n")
            if lines > budget:
                over[name_of(path)] = f"{lines} lines, {budget} allowed"
        self.assertEqual({}, over, "split these files by purpose")


if __name__ == "__main__":
    if len(sys.argv) < 3:
        sys.exit(__doc__)
    ROOT = pathlib.Path(sys.argv[1]).resolve()
    LAYERS = pathlib.Path(sys.argv[2])
    unittest.main(argv=sys.argv[:1] + sys.argv[3:])
