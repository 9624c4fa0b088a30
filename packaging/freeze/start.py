"""Where the frozen program starts."""

import sys

from modori.__main__ import main

sys.exit(main())
