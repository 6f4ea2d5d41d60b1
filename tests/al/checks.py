"""All rules over both apps."""

import contextlib
import json
import pathlib

import model
import rules_coverage as coverage
import rules_links
import rules_names
import rules_style
import rules_syntax
import symbols
from tree import all_of, field, name

EXTENSION = pathlib.Path(__file__).resolve().parents[2] / "al-extension-stub"
TRANSLATIONS = EXTENSION / "app" / "Translations"


class Checker:
    """Holds the apps as they are on the disk, or with some texts changed."""

    def __init__(self):
        self._external = symbols.load()
        self._apps = [model.App(EXTENSION / part) for part in ("app", "test")]
        self._manifests = [json.loads((a.folder / "app.json").read_text(
            encoding="utf-8")) for a in self._apps]
        self._generated = (TRANSLATIONS / "Landfall.g.xlf").read_text(
            encoding="utf-8")
        self._german = (TRANSLATIONS / "Landfall.de-DE.xlf").read_text(
            encoding="utf-8")

    @property
    def app(self):
        return self._apps[0]

    @property
    def test(self):
        return self._apps[1]

    def file(self, ending):
        """The one file of that name."""
        return next(f for a in self._apps for f in a.files
                    if f.path.name == ending)

    def findings(self):
        """Of everything."""
        names = rules_names.Names(self._apps, self._external)
        for app, manifest in zip(self._apps, self._manifests):
            for file in app.files:
                yield from self._of_file(file, names, manifest)
        yield from self._of_all(names)

    def _of_file(self, file, names, manifest):
        for rule in rules_syntax.RULES:
            yield from rule(file)
        for rule in rules_names.RULES + rules_links.RULES:
            yield from rule(file, names)
        for rule in rules_style.RULES:
            yield from rule(file, manifest)
        yield from coverage.a_second_reader_agrees(file)

    def _of_all(self, names):
        for app in self._apps:
            yield from rules_style.ids_are_unique(app)
        yield from coverage.permissions_cover_all(self.app)
        yield from coverage.translations_are_current(
            self.app, self._generated, self._german)
        yield from coverage.tests_call_everything(
            self.app, self.test, calls(self.test, names))
        yield from coverage.enough_tests(self.app, self.test)
        yield from coverage.tests_are_tests(self.test)
        yield from coverage.requests_say_what_the_server_reads(self.app)

    @contextlib.contextmanager
    def changed(self, path, written):
        """The file has another text for a while. Gives (index of app, file)."""
        index = next(i for i, a in enumerate(self._apps)
                     for f in a.files if f.path == path)
        app = self._apps[index]
        place = next(i for i, f in enumerate(app.files) if f.path == path)
        before = app.files[place], app.objects
        try:
            app.files[place] = model.read_text(path, written)
            app.objects = [o for f in app.files for o in f.objects]
            yield index, app.files[place]
        finally:
            app.files[place], app.objects = before

    def findings_with(self, path, written, german=None):
        """Of the file with another text, and of everything together. Other
        files are not looked at again."""
        before = self._german
        self._german = german or before
        try:
            with self.changed(path, written) as (index, file):
                names = rules_names.Names(self._apps, self._external)
                return (list(self._of_file(file, names, self._manifests[index]))
                        + list(self._of_all(names)))
        finally:
            self._german = before

    def findings_of(self, files):
        """Of files that belong to another app: examples."""
        others = [o for f in files for o in f.objects]
        names = rules_names.Names(self._apps, self._external)
        names.own.update({(o.kind, o.name.lower()): o for o in others})
        for file in files:
            for rule in rules_syntax.RULES:
                yield from rule(file)
            for rule in rules_names.RULES + rules_links.RULES:
                yield from rule(file, names)

    @property
    def german(self):
        return self._german


def calls(app, names):
    """(kind, object, procedure) of every call of a variable's procedure."""
    found = set()
    for file in app.files:
        for scope, code, _ in rules_names.scopes(file, names):
            for node in all_of(code, "member_expression"):
                owner = scope.type(field(node, "object"))
                if owner:
                    kind = rules_names.TYPE_KINDS.get(owner[0], owner[0])
                    found.add((kind, owner[1],
                               name(field(node, "member")).lower()))
    return found
