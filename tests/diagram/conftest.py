"""Puts the folder of what all tests share on the path; this folder is there already."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.append(str(Path(__file__).resolve().parent.parent))
