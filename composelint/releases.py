"""The releases of Docker Compose whose schema is known, and what changed with them beside it.

The attribute table says which release has which attribute. What it cannot say stands here, each
with the release in which it changed, so that `loading` and `checks` do by the target what the
program did, and `requires` knows where to look. All of it was seen with the binaries of 2.20.1 to
5.6.1; of releases before 2.20.1 nothing but the schema is known.
"""

from __future__ import annotations

from bisect import bisect_right

Release = tuple[int, int, int]

#: Minor -> the last patch, where it is not 0.
# fmt: off
_SECOND = {
    0: 1, 1: 1, 2: 3, 3: 4, 4: 1, 5: 1, 6: 1, 10: 2, 11: 2, 12: 2, 14: 2, 15: 1, 17: 3, 18: 1,
    19: 1, 20: 3, 23: 3, 24: 7, 26: 1, 27: 3, 28: 1, 29: 7, 30: 3, 32: 4, 33: 1, 35: 1, 36: 2,
    37: 3, 38: 2, 39: 4, 40: 3,
}
# fmt: on
_FIFTH = {0: 2, 1: 4, 2: 0, 3: 1, 4: 0, 5: 0, 6: 1}

RELEASES: tuple[Release, ...] = (
    *((2, minor, patch) for minor in range(41) for patch in range(_SECOND.get(minor, 0) + 1)),
    *((5, minor, patch) for minor, last in _FIFTH.items() for patch in range(last + 1)),
)

#: Before, every file was held against the schema by itself and as it is written: `!reset` had to
#: stand before a value of the right type, an overlay could not empty a list with null.
JUDGES_MERGE: Release = (2, 24, 0)
#: Before, not every list could have the same entry twice; which could, the table tells.
DROPS_REPEATED: Release = (2, 24, 5)
#: Before, what no chosen profile brings in had to be consistent all the same.
LEAVES_OFF_SERVICES: Release = (2, 26, 0)
#: Before, two included files could not define the same thing, however alike.
INCLUDES_ALIKE: Release = (2, 23, 0)
#: Before, neither could the including file and the included one define the same service.
INCLUDES_ALIKE_SERVICES: Release = (2, 24, 0)
#: Since then, what both define is merged.
INCLUDE_MERGES: Release = (5, 0, 0)
#: Before, `count` of a device was a number or "all", not a number in quotes.
DEVICE_COUNT_AS_TEXT: Release = (2, 20, 3)
#: Before, a duration had no days and weeks.
DURATION_OF_DAYS: Release = (2, 34, 0)

#: The releases in which something other than the table changed.
TURNS: tuple[Release, ...] = (
    DEVICE_COUNT_AS_TEXT,
    INCLUDES_ALIKE,
    JUDGES_MERGE,
    DROPS_REPEATED,
    LEAVES_OFF_SERVICES,
    # Contexts that name services have to exist, in services that run or not; see references.
    (2, 33, 0),
    DURATION_OF_DAYS,
    # Dates and infinities are judged as they are, and names of containers by a pattern.
    (2, 37, 0),
    (2, 39, 0),
    INCLUDE_MERGES,
)


def last_known(release: Release) -> Release:
    """The release itself, or the last one before it that is known (the first for older ones)."""
    return RELEASES[max(0, bisect_right(RELEASES, release) - 1)]


def after(release: Release) -> Release:
    """The next release that is known; the last one has none after it but itself."""
    return RELEASES[min(bisect_right(RELEASES, release), len(RELEASES) - 1)]


def before(release: Release) -> Release | None:
    """The release before one that is known; None for the first."""
    at = RELEASES.index(release)
    return RELEASES[at - 1] if at else None
