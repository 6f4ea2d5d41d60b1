"""`python3 -m tests.doubles` is landfall-doubles, without installing it."""

import sys

from .program import main

sys.exit(main())
