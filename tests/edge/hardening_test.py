"""How the programs are compiled and linked: what makes a mistake harder to use.

    hardening_test.py READELF BUILD_TYPE PROGRAM…
"""

import re
import subprocess
import sys
import unittest

READELF, BUILD_TYPE, *PROGRAMS = sys.argv[1:]

# (flag of readelf, what is to be found, and what is not).
RULES = [
    ("-h", r"Type: +DYN", None),  # loaded anywhere
    ("-l", r"GNU_RELRO", r"(GNU_STACK|LOAD) .* RWE "),
    ("-d", r"BIND_NOW", r"RPATH|RUNPATH"),
    ("--dyn-syms", r"__stack_chk_fail@", None),
]
if BUILD_TYPE.startswith("Rel"):
    RULES.append(("--dyn-syms", r"__(?!stack)\w+_chk@", None))  # _FORTIFY_SOURCE


class HardeningTest(unittest.TestCase):

    def test_programs(self):
        self.assertEqual(len(PROGRAMS), 2)
        for program in PROGRAMS:
            for flag, wanted, unwanted in RULES:
                text = subprocess.run(
                    [READELF, "-W", flag, program], check=True,
                    capture_output=True, text=True, timeout=60).stdout
                with self.subTest(f"{program} {wanted}"):
                    # Without the text: it is very long.
                    self.assertTrue(re.search(wanted, text))
                    if unwanted:
                        self.assertFalse(re.search(unwanted, text), unwanted)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1], verbosity=2)
