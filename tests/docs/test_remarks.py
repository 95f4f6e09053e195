"""Which comments are prose about what they stand above or beside."""

from __future__ import annotations

import pytest
from support import project_of

from composelint.docs.remarks import LONGEST, prose, shortened
from docs.made import subject_of


def purpose(text: str, name: str = "web", override: str = "") -> str:
    files = {"compose.yaml": text}
    if override:
        files["compose.override.yaml"] = override
    subject = subject_of(project_of(files))
    key, node = subject.project.section("services")[name]
    return subject.purpose(("services", name), key, node)


WEB = "  web:\n    image: x\n"
DB = "  db:\n    image: y\n"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("services:\n  # Serves the pages\n" + WEB, "Serves the pages"),
        ("services:\n# Serves the pages\n" + WEB, "Serves the pages"),
        ("services:\n  web:  # Serves the pages\n    image: x\n", "Serves the pages"),
        ("services:\n  # Above\n  web:  # Beside it\n    image: x\n", "Above"),
        ("services:\n  # Of two\n  # lines\n" + WEB, "Of two lines"),
        ("services:\n  # ---- The front door ----\n" + WEB, "The front door"),
        ("services:\n  ######\n  # The front door\n  ######\n" + WEB, "The front door"),
        ("services:\n  # First.\n  #\n  # More of it\n" + WEB, "First."),
        # Not right above, further in, or of something else.
        ("services:\n  # Apart\n\n" + WEB, ""),
        ("services:\n" + DB + "    # About db\n" + WEB, ""),
        ("services:\n  web:\n    # About the image\n    image: x\n", ""),
        # Commented out.
        ("services:\n  # ports:\n  #   - 80:80\n" + WEB, ""),
        ("services:\n  # Old one\n  # image: nginx\n" + WEB, ""),
        ("services:\n  # - 80:80\n" + WEB, ""),
        ("services:\n  # DEBUG=1\n" + WEB, ""),
        ("services:\n  # cache:\n" + WEB, ""),
        # For tools, for oneself, of no use.
        ("services:\n  # composelint: ignore[CL109] so\n" + WEB, ""),
        ("services:\n  # TODO: remove it\n" + WEB, ""),
        ("services:\n  # Uncomment the next line\n" + WEB, ""),
        ("services:\n  # The web service\n" + WEB, ""),
        ("services:\n  # Login is admin, password: admin\n" + WEB, ""),
        ("services:\n  # https://example.com\n" + WEB, ""),
        ("services:\n  # marked\n" + WEB, ""),
        # A colon makes no attribute, and these words begin like those for tools.
        ("services:\n  # Backend: answers the API\n" + WEB, "Backend: answers the API"),
        ("services:\n  # Video of all regions\n" + WEB, "Video of all regions"),
        ("services:\n  # Regional proxy\n" + WEB, "Regional proxy"),
        # A sign in a text is no comment.
        ('services:\n  "a # b":\n    image: "x # y"\n' + WEB, ""),
        ("services:\n  a:\n    command: |\n      # Serves the pages\n" + WEB, ""),
    ],
)
def test_comments(text: str, said: str) -> None:
    assert purpose(text) == said


def test_what_is_said_outright_goes_first() -> None:
    head = "services:\n  # A comment\n" + WEB
    label = "    labels: {composelint.description: A label}\n"
    assert purpose(head + label) == "A label"
    assert purpose(head + label + "    x-description: Outright\n") == "Outright"
    assert purpose(head + '    labels: ["composelint.description=As a list"]\n') == "As a list"


def test_the_first_file_that_says_something() -> None:
    over = "services:\n  # Of the second\n  web:\n    ports: []\n"
    assert purpose("services:\n" + WEB, override=over) == "Of the second"
    assert purpose("services:\n  # Of the first\n" + WEB, override=over) == "Of the first"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("# The shop of the town\n\nservices: {}\n", "The shop of the town"),
        ("# The shop of the town\nservices: {}\n", "The shop of the town"),
        ("---\n# The shop of the town\nname: shop\n", "The shop of the town"),
        (
            "# Copyright 2026 A. B.\n# All rights reserved\n\n# The shop it is\nname: s\n",
            "The shop it is",
        ),
        ("# SPDX-License-Identifier: MIT\nname: s\n", ""),
        ("# Version 3.8 for the swarm\nversion: '3.8'\n", ""),
        ("# The shop of the town\nversion: '3.8'\n", "The shop of the town"),
        ("# Shared by all\nx-common: {}\n", ""),
        ("# compose.yaml\nname: s\n", ""),
        ("# yaml-language-server: $schema=x\n# The shop, again\nname: s\n", "The shop, again"),
        ("name: s\n# Later on\n", ""),
    ],
)
def test_the_head_of_a_file(text: str, said: str) -> None:
    project = project_of({"compose.yaml": text})
    subject = subject_of(project)
    assert subject.remarks(next(iter(project.sources.values()))).head() == said


def test_long_texts_end_with_a_sentence_or_a_word() -> None:
    sentence = "This is one of the sentences of it. "
    assert shortened(sentence * 9).endswith("sentences of it.")
    assert shortened("word " * 60).endswith("word …")
    for text in (sentence * 9, "word " * 60, "x" * 500):
        assert len(shortened(text)) <= LONGEST + 2


def test_a_short_line_before_a_capital_ends_a_sentence() -> None:
    assert prose(["# Kafka it is", "# Tuned down"]) == "Kafka it is. Tuned down"
    assert prose(["# Talks to the", "# other one"]) == "Talks to the other one"
