"""Starts doubles for a test.

    python3 -m tests.doubles.run SYSTEM [SYSTEM …] [options of landfall-doubles]

As the program landfall-doubles (program.py), with what a test wants: the clock
stands still at its start unless there is --real-time, and the program ends
with its standard input unless there is --stay.
"""

import importlib
import sys

from .core import clock

CLASSES = {"dataverse": "DataverseDouble",
           "finance_operations": "FinanceOperationsDouble",
           "business_central": "BusinessCentralDouble",
           "shopify": "ShopifyDouble",
           "bigcommerce": "BigCommerceDouble",
           "adobe_commerce": "AdobeCommerceDouble",
           "ecb": "EcbDouble"}


def make(system, **settings):
    """A double by the name of its system."""
    if system not in CLASSES:
        raise ValueError(f"unknown system {system!r}; known: "
                         + ", ".join(CLASSES))
    module = importlib.import_module(f".{system}", __package__)
    return getattr(module, CLASSES[system])(**settings)


def main(arguments):
    from . import program  # which needs what is above
    words = ["--at", clock.START, *arguments]
    for flag, otherwise in (("--real-time", "--still"),
                            ("--stay", "--end-with-stdin")):
        if flag in words:
            words.remove(flag)
        else:
            words.append(otherwise)
    return program.main(words, "python3 -m tests.doubles.run")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
