"""Runs the AL tests that need nothing but the language, tables and HTTP.

An interpreter of our own is no proof that Microsoft's runtime does the same.
It does prove what the tests say about the logic, above all that the requests
are byte for byte the shared samples. Tests that need more of the platform, such
as pages, are listed as not run.
"""

import re
import sys
import unittest

sys.dont_write_bytecode = True

import checks  # noqa: E402
from interpreter.machine import Instance, Machine  # noqa: E402
from interpreter.values import AlError, Cell, NotSupported  # noqa: E402
from interpreter.world import World  # noqa: E402
from mutants import LOGIC  # noqa: E402
from tree import text  # noqa: E402

AT_LEAST = 170  # the others need pages, the job queue or Microsoft's codeunits


def tests_of(app):
    for made in app.objects:
        for one in made.procedures:
            if any("[Test]" in text(a) for a in one.attributes):
                yield made, one


def run(apps, made, one):
    """Runs one test in a new world."""
    world = World(apps)
    machine = Machine(world)
    instance = Instance(made, machine)
    said = " ".join(text(a) for a in one.attributes)
    handlers = re.findall(r"HandlerFunctions\('([^']+)'\)", said)
    for title in (handlers[0].split(",") if handlers else []):
        handler = machine.procedure(made, title.lower())
        if not any("HttpClientHandler" in text(a) for a in handler.attributes):
            raise NotSupported(f"handler {title}")
        machine.handlers["http"] = lambda request, response: machine.call(
            instance, handler, [Cell(request), Cell(response)])
    world.commit()
    machine.call(instance, one, [])


def first_failure(apps, codeunit):
    """The name of a test of the codeunit that fails, or None."""
    for made, one in tests_of(apps[1]):
        if made.name != codeunit:
            continue
        try:
            run(apps, made, one)
        except NotSupported:
            continue
        except (AlError, AssertionError):
            return one.name
    return None


class AlTests(unittest.TestCase):

    def test_run(self):
        checker = checks.Checker()
        apps = [checker.app, checker.test]
        passed, missing = 0, {}
        for made, one in tests_of(checker.test):
            with self.subTest(test=f"{made.name}.{one.name}"):
                try:
                    run(apps, made, one)
                    passed += 1
                except NotSupported as reason:
                    missing[f"{made.name}.{one.name}"] = str(reason)
                except AlError as error:
                    self.fail(str(error))
        for name, reason in missing.items():
            print(f"not run here: {name}: {reason}")
        print(f"{passed} AL tests passed, {len(missing)} not run here")
        self.assertGreaterEqual(passed, AT_LEAST)

    def test_mistakes_in_the_logic_are_caught(self):
        """That the AL tests can fail."""
        checker = checks.Checker()
        caught = 0
        for name, before, after, codeunit in LOGIC:
            with self.subTest(file=name, before=before):
                file = checker.file(name)
                self.assertIn(before, file.text, "the mutant fits nowhere")
                with checker.changed(file.path, file.text.replace(
                        before, after, 1)):
                    failed = first_failure([checker.app, checker.test],
                                           codeunit)
                self.assertIsNotNone(failed, "not caught")
                caught += 1
        print(f"{caught} of {len(LOGIC)} mistakes in the logic caught")


if __name__ == "__main__":
    unittest.main(verbosity=2)
