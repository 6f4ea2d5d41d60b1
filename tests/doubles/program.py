"""The program landfall-doubles."""

import argparse
import json
import os
import pathlib
import signal
import sys
import threading

from . import data, switches
from .core import clock
from .core.control import Control
from .core.faults import KINDS, SETTINGS, WHICH
from .core.table import NoSuchRow
from .run import CLASSES, make

DESCRIPTION = f"""\
Doubles of the systems that Landfall reads, over real HTTP on loopback: tokens,
pages, change tracking, limits and errors as the systems have them, without a
tenant. Each SYSTEM is one of

  {", ".join(list(CLASSES)[:3])},
  {", ".join(list(CLASSES)[3:])}

A line of JSON for each says where it listens (url), where commands are taken
(control), and what a client signs in with (access). All of it is gone when the
program ends: with Ctrl-C, or SIGTERM.
"""
EPILOG = """\
examples:
  landfall-doubles dataverse
  landfall-doubles crm=dataverse erp=finance_operations --data my-data
  landfall-doubles dataverse --fault 'throttle path=accounts$ retry_after=5'
  landfall-doubles dataverse --option page_size=100 --port 8700
  landfall-doubles --list dataverse

docs/doubles.md describes the files of data, the faults and the commands.
"""


def parser(program):
    """The options; see also EPILOG."""
    made = argparse.ArgumentParser(
        prog=program, description=DESCRIPTION, epilog=EPILOG,
        allow_abbrev=False, formatter_class=lambda prog:
        argparse.RawDescriptionHelpFormatter(prog, width=80))
    made.add_argument("systems", nargs="*", metavar="[NAME=]SYSTEM",
                      help="the doubles to start, under a name of your own; "
                      "all of them if there is none")
    made.add_argument("--data", type=pathlib.Path, metavar="DIR",
                      help="start with the rows in DIR/NAME-SET.json "
                      "(or .jsonl, .csv)")
    made.add_argument("--fault", action="append", default=[],
                      metavar="[NAME:]FAULT", help="something that goes wrong: "
                      "a kind, and name=value for where, when and how; "
                      "repeat it for more")
    made.add_argument("--option", action="append", default=[],
                      metavar="[NAME:]NAME=VALUE",
                      help="how a system is set up; see --list")
    made.add_argument("--do", action="append", default=[],
                      metavar="[NAME:]COMMAND", help="run a command at the "
                      "start, such as 'skew seconds=-90'")
    made.add_argument("--commands", action="append", default=[],
                      metavar="[NAME:]FILE", help="run the commands of a file "
                      "of JSON at the start")
    made.add_argument("--port", type=int, metavar="N",
                      help="listen at port N, with control at N+1; the next "
                      "double at N+2, and so on. Else ports that are free")
    made.add_argument("--at", type=_time, metavar="TIME",
                      help="begin at this time in ISO 8601, not now")
    made.add_argument("--still", action="store_true", help="the clock stands "
                      "still until the command advance moves it")
    made.add_argument("--seed", type=int, default=1, metavar="N",
                      help="of the ids that are made up; 1 if not said")
    made.add_argument("--certificate", metavar="FILE",
                      help="speak HTTPS with this certificate (PEM)")
    made.add_argument("--key", metavar="FILE", help="its private key")
    made.add_argument("--end-with-stdin", action="store_true",
                      help="end when standard input does")
    made.add_argument("--list", action="store_true", help="show sets, options, "
                      "faults and commands of each SYSTEM, and exit")
    return made


def main(arguments=None, program="landfall-doubles"):
    """Runs until it is told to end; returns the exit code."""
    options = parser(program)
    chosen = options.parse_args(arguments)
    try:
        systems = _systems(chosen.systems)
        if chosen.list:
            for system in dict.fromkeys(systems.values()):
                print(_listed(system))
            return 0
        # Before the first line is printed: who reads it may end the program.
        ended = _end_of(chosen.end_with_stdin)
        doubles = {name: _start(chosen, system, at)
                   for at, (name, system) in enumerate(systems.items())}
        counts = _prepare(doubles, chosen)
    except (ValueError, OSError) as error:
        print(f"{program}: {error}", file=sys.stderr)
        return 2
    _announce(systems, doubles, counts, chosen)
    ended.wait()
    for double, control in doubles.values():
        control.close()
        double.close()
    return 0


def _time(text):
    clock.parse(text)
    return text


def _systems(words):
    """{name: system} of `[NAME=]SYSTEM`; all of them if there is none."""
    found = {}
    for word in words or CLASSES:
        name, _, system = word.rpartition("=")
        name = name or system
        if system not in CLASSES:
            raise ValueError(f"unknown system {system!r}; known: "
                             + ", ".join(CLASSES))
        if name in found:
            raise ValueError(f"two doubles are called {name!r}")
        found[name] = system
    return found


def _start(chosen, system, number):
    """(double, its control port), the `number`th of them."""
    first = 0 if chosen.port is None else chosen.port + 2 * number
    double = make(system, port=first, seed=chosen.seed,
                  certificate=chosen.certificate, key=chosen.key,
                  start=chosen.at or clock.wall())
    return double, Control(double, first + 1 if first else 0)


def _prepare(doubles, chosen):
    """Data, then options, commands and faults, as the command line says."""
    if not chosen.still:
        for double, _ in doubles.values():
            double.apply({"do": "run_clock"})
    for texts, read in ((chosen.option, lambda text: [switches.option(text)]),
                        (chosen.commands, switches.commands),
                        (chosen.do, lambda text: [switches.command(text)])):
        _apply(doubles, texts, read)
    counts, left = {}, []
    if chosen.data is not None:
        counts, left = data.load(chosen.data, {
            name: double for name, (double, _) in doubles.items()})
    for name in left:
        print(f"left out, as no double has such a set: {name}",
              file=sys.stderr)
    _apply(doubles, chosen.fault, lambda text: [switches.fault(text)])
    return counts


def _apply(doubles, texts, read):
    for text in texts:
        names, rest = switches.named(text, doubles)
        for command in read(rest):
            for name in names:
                try:
                    doubles[name][0].apply(command)
                except NoSuchRow as error:
                    raise ValueError(f"{name}: {error.args[0]}") from None
                except ValueError as error:
                    raise ValueError(f"{name}: {error}") from None


def _announce(systems, doubles, counts, chosen):
    for name, (double, control) in doubles.items():
        line = {"system": systems[name]}
        if name != systems[name]:
            line["name"] = name
        line |= {"url": double.url, "control": control.url,
                 "access": double.access()}
        if chosen.data is not None:
            line["rows"] = counts.get(name, {})
        print(json.dumps(line), flush=True)


def _listed(system):
    """What there is to know of a system, as text."""
    with make(system) as double:
        lines = [system, "", "  sets (and how files may name them)"]
        names = {set_name: word for word, set_name in double.FILES.items()}
        for set_name, table in double.world.tables.items():
            also = f" ({names[set_name]})" if set_name in names else ""
            lines.append(f"    {set_name}{also}: key "
                         + ", ".join(table.key_fields))
        lines += ["", "  options"]
        lines += [f"    {name}={json.dumps(value)}"
                  for name, value in double.options.items()]
        lines += ["", "  commands"]
        lines += [f"    {name[3:]}" for name in dir(double)
                  if name.startswith("do_")]
    lines += ["", "  faults, each with " + ", ".join(WHICH)]
    lines += ["    " + " ".join((kind, *SETTINGS.get(kind, ())))
              for kind in KINDS]
    return "\n".join(lines) + "\n"


def _end_of(with_stdin):
    """An event that SIGTERM, Ctrl-C, or the end of standard input sets."""
    ended = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: ended.set())
    if with_stdin:
        def read():
            # Not sys.stdin: its lock would be held when the program ends.
            while os.read(0, 4096):
                pass
            ended.set()
        threading.Thread(target=read, daemon=True).start()
    return ended
