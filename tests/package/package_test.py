#!/usr/bin/env python3
"""The Debian packages of a build tree, and `cmake --install`.

    package_test.py CMAKE CPACK BUILD_DIR VERSION

The packages are made, inspected, checked by lintian and unpacked into a folder;
the programs in there answer the demo data. They are not installed: that would
need root and a machine to spare.
"""

import json
import os
import pathlib
import re
import stat
import subprocess
import sys
import tarfile
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT / "tests" / "end_to_end"))
from landfall_server import DEMO, LandfallServer  # noqa: E402

CMAKE, CPACK, BUILD, VERSION = sys.argv[1:5]

FILES = {
    "usr/bin/landfall": 0o755,
    "usr/bin/landfalld": 0o755,
    "usr/lib/systemd/system/landfalld.service": 0o644,
    "etc/landfall/landfall.yaml": 0o644,
    "etc/landfall/secrets": 0o700,
    "usr/share/bash-completion/completions/landfall": 0o644,
    "usr/share/zsh/vendor-completions/_landfall": 0o644,
    "usr/share/fish/vendor_completions.d/landfall.fish": 0o644,
    "usr/share/landfall/proto/landfall/v1/promotion_service.proto": 0o644,
    "usr/share/landfall/openapi.json": 0o644,
    "usr/share/doc/landfall/README.md": 0o644,
    "usr/share/doc/landfall/verdicts.md": 0o644,
    "usr/share/doc/landfall/copyright": 0o644,
    "usr/share/doc/landfall/CHANGELOG.md": 0o644,
    "usr/share/doc/landfall/examples/nginx/landfall.conf": 0o644,
    "usr/share/man/man1/landfall.1.gz": 0o644,
    "usr/share/man/man8/landfalld.8.gz": 0o644,
}
# Libraries whose absence would stop a program from starting.
NEEDED = ("libc6", "libgrpc++", "librocksdb", "libmicrohttpd", "libprotobuf",
          "libicu", "libssl3")
# A package that is not uploaded to Debian has no changelog in Debian's form, and
# secrets are nobody else's business.
NOT_FOR_US = ("no-changelog", "initial-upload-closes-no-bugs",
              "non-standard-dir-perm")


def run(*command, **options):
    done = subprocess.run(command, capture_output=True, text=True, check=False,
                          timeout=600, **options)
    if done.returncode != 0:
        raise RuntimeError(f"{command}: {done.returncode}\n{done.stdout}"
                           f"{done.stderr}")
    return done.stdout


# Both packages, made once.
MADE = tempfile.TemporaryDirectory(prefix="landfall-package-")


def setUpModule():  # noqa: N802
    run(CPACK, "--config", f"{BUILD}/CPackConfig.cmake", "-G", "DEB",
        "-B", MADE.name)
    unittest.addModuleCleanup(MADE.cleanup)


class Unpacked(unittest.TestCase):
    """A package with its files below `root` and its fields."""

    NAME = ""

    @classmethod
    def setUpClass(cls):
        cls.package, = pathlib.Path(MADE.name).glob(f"{cls.NAME}_*.deb")
        cls.folder = pathlib.Path(MADE.name) / f"{cls.NAME}-unpacked"
        cls.folder.mkdir()
        cls.root = cls.folder / "root"
        run("dpkg-deb", "-x", str(cls.package), str(cls.root))
        cls.control = cls.folder / "control"
        run("dpkg-deb", "-e", str(cls.package), str(cls.control))

    def field(self, name):
        return run("dpkg-deb", "-f", str(self.package), name).strip()

    def members(self):
        """Name -> member of the archive."""
        with subprocess.Popen(["dpkg-deb", "--fsys-tarfile", self.package],
                              stdout=subprocess.PIPE) as process:
            with tarfile.open(fileobj=process.stdout, mode="r|") as tar:
                return {m.name.removeprefix("./").rstrip("/"): m for m in tar}

    def check_lintian(self, *more):
        print(run("lintian", "--allow-root", "--fail-on", "error,warning",
                  "--suppress-tags", ",".join((*NOT_FOR_US, *more)),
                  str(self.package)))


class PackageTest(Unpacked):

    NAME = "landfall"

    def test_name_and_version(self):
        architecture = run("dpkg", "--print-architecture").strip()
        self.assertEqual(self.package.name,
                         f"landfall_{VERSION}_{architecture}.deb")
        self.assertEqual(self.field("Version"), VERSION)

    def test_files(self):
        members = self.members()
        for name, mode in FILES.items():
            with self.subTest(name):
                self.assertTrue(name in members, "is not there")
                self.assertEqual(oct(members[name].mode), oct(mode))
        for name, member in members.items():
            self.assertEqual((member.uname, member.gname), ("root", "root"))
            if member.isdir() and name != "etc/landfall/secrets":
                self.assertEqual(oct(member.mode), oct(0o755), name)
            self.assertNotIn(str(ROOT).encode(), name.encode())
        extra = [name for name in members
                 if name and not name.startswith(("usr", "etc"))]
        self.assertEqual(extra, [])

    def test_depends_on_what_it_is_linked_with(self):
        depends = self.field("Depends")
        for library in NEEDED:
            self.assertRegex(depends, rf"(^|, ){re.escape(library)}")

    def test_configuration_is_the_administrators(self):
        conffiles = (self.control / "conffiles").read_text(encoding="utf-8")
        self.assertEqual(conffiles.split(), ["/etc/landfall/landfall.yaml"])
        run(str(self.root / "usr/bin/landfalld"), "--check-config",
            str(self.root / "etc/landfall/landfall.yaml"))

    def test_service_starts_what_is_there(self):
        unit = (self.root / "usr/lib/systemd/system/landfalld.service"
                ).read_text(encoding="utf-8")
        self.assertEqual(unit, (ROOT / "docs/systemd/landfalld.service"
                                ).read_text(encoding="utf-8"))
        paths = re.findall(r"^[A-Z]\w+=.*?(/usr/bin/\S+|/etc/landfall/\S+)",
                           unit, re.M)
        self.assertGreater(len(paths), 2)
        for path in paths:
            self.assertTrue((self.root / path.lstrip("/")).exists(), path)

    def test_scripts(self):
        for name in "postinst", "prerm", "postrm":
            path = self.control / name
            self.assertEqual(stat.S_IMODE(path.stat().st_mode), 0o755)
            run("sh", "-n", str(path))
            if not pathlib.Path("/run/systemd/system").exists():
                # As in a container: there is nothing to tell.
                for action in "configure", "remove", "upgrade":
                    run("sh", str(path), action)

    def test_lintian(self):
        self.check_lintian()

    def test_manual_pages(self):
        for program, page in (("landfall", "man1/landfall.1.gz"),
                              ("landfalld", "man8/landfalld.8.gz")):
            path = self.root / "usr/share/man" / page
            done = subprocess.run(
                ["man", "-l", "--warnings", "-E", "ascii", str(path)],
                capture_output=True, text=True, check=False, timeout=60,
                env={**os.environ, "MANWIDTH": "80", "LC_ALL": "C.UTF-8"})
            self.assertEqual((done.returncode, done.stderr), (0, ""))
            said = run(str(self.root / "usr/bin" / program), "--help")
            for flag in re.findall(r"^  (?:-\w,)?(--[\w-]+)", said, re.M):
                if flag != "--version" or program == "landfalld":
                    self.assertIn(flag, done.stdout)

    def test_completions_are_those_of_the_program(self):
        for shell, path in (
                ("bash", "bash-completion/completions/landfall"),
                ("zsh", "zsh/vendor-completions/_landfall"),
                ("fish", "fish/vendor_completions.d/landfall.fish")):
            self.assertEqual(
                (self.root / "usr/share" / path).read_text(encoding="utf-8"),
                run(str(self.root / "usr/bin/landfall"), "completion", shell))

    def test_programs_answer_the_demo_data(self):
        server = LandfallServer(str(self.root / "usr/bin/landfalld"),
                                str(self.root / "usr/bin/landfall"), DEMO)
        self.addCleanup(server.stop)
        server.import_all()
        card = server.ask("card", "ecom-absent", "--as-of", "2026-04-13")
        self.assertEqual(card["count"], 17)

    def test_proto_files_are_complete(self):
        folder = self.root / "usr/share/landfall/proto"
        installed = {p.relative_to(folder) for p in folder.rglob("*.proto")}
        sources = {p.relative_to(ROOT / "proto")
                   for p in (ROOT / "proto/landfall").rglob("*.proto")}
        self.assertEqual(installed, sources)

    def test_install_below_a_folder(self):
        prefix = self.folder / "prefix"
        run(CMAKE, "--install", BUILD, "--prefix", str(prefix))
        self.assertTrue((prefix / "etc/landfall/landfall.yaml").is_file())
        unit = (prefix / "lib/systemd/system/landfalld.service").read_text(
            encoding="utf-8")
        self.assertIn(f"ExecStart={prefix}/bin/landfalld --config "
                      f"{prefix}/etc/landfall/landfall.yaml", unit)
        self.assertNotIn("=/usr/bin", unit)
        self.assertIn(VERSION, run(str(prefix / "bin/landfall"), "--version"))
        self.assertEqual(list(prefix.rglob("*doubles*.py")), [])


class DoublesPackageTest(Unpacked):
    """The doubles of tests/doubles, as a package of their own."""

    NAME = "landfall-doubles"

    def test_is_for_every_machine_and_needs_python_alone(self):
        self.assertEqual(self.package.name,
                         f"landfall-doubles_{VERSION}_all.deb")
        self.assertEqual(self.field("Depends"), "python3 (>= 3.11)")
        self.assertFalse((self.control / "conffiles").exists())

    def test_files_are_those_of_the_sources_without_their_tests(self):
        below = "usr/share/landfall-doubles/landfall_doubles/"
        there = {name.removeprefix(below) for name, member in
                 self.members().items()
                 if name.startswith(below) and member.isfile()}
        source = ROOT / "tests" / "doubles"
        self.assertEqual(there, {
            str(path.relative_to(source)) for path in source.rglob("*")
            if path.suffix in (".py", ".graphql")
            and not path.name.endswith("_test.py")
            and path.relative_to(source).parts[0] != "clients"})
        self.assertFalse(self.root.joinpath("etc").exists())

    def test_lintian(self):
        self.check_lintian()

    def test_manual_page_has_every_flag(self):
        program = self.root / "usr/bin/landfall-doubles"
        page = run("man", "-l", "-E", "ascii", str(
            self.root / "usr/share/man/man1/landfall-doubles.1.gz"))
        flags = set(re.findall(r"--[a-z-]+", run(str(program), "--help")))
        self.assertGreater(len(flags), 10)
        self.assertLessEqual(flags, set(re.findall(r"--[a-z-]+", page)))

    def test_serves_the_demo_data(self):
        with subprocess.Popen(
                [self.root / "usr/bin/landfall-doubles", "erp="
                 "finance_operations", "--data", DEMO, "--end-with-stdin"],
                stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
                cwd="/") as program:
            started = json.loads(program.stdout.readline())
            program.stdin.close()
            self.assertEqual(program.wait(timeout=60), 0)
        self.assertEqual(started["rows"]["CustomersV3"], 57)
        self.assertEqual(list(self.root.rglob("__pycache__")), [])


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
