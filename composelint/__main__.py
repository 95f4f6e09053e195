"""`python -m composelint`."""

import sys

from .cli.main import main

sys.exit(main())
