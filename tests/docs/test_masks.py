"""What looks like a secret, and what of it is shown."""

from __future__ import annotations

import pytest

from composelint.graph.masks import HIDDEN, is_secret, masked
from docs.made import page_of


@pytest.mark.parametrize(
    ("names", "secret"),
    [
        ("DB_PASSWORD POSTGRES_PASSWORD PASSWORD dbPassword DB_PASS SMTP_PWD", True),
        (
            "API_KEY SECRET_KEY_BASE APP_SECRET GITHUB_TOKEN JWT_SECRET TOKEN_2 ENCRYPTION_SALT",
            True,
        ),
        ("SENTRY_DSN BASIC_AUTH AWS_SECRET_ACCESS_KEY", True),
        ("TAG PORT DB_HOST KEYCLOAK_VERSION MONKEY PASSENGER_APP TOKENIZERS_PARALLELISM", False),
        ("DB_PASSWORD_FILE SECRETS_DIR TOKEN_TTL PASSWORD_LENGTH", False),
    ],
)
def test_names(names: str, secret: bool) -> None:
    for name in names.split():
        assert is_secret(name) is secret, name


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("1.4", "1.4"),
        ("", ""),
        ("postgres://shop:geheim@db/shop", "postgres://shop:***@db/shop"),
        ("redis://:geheim@cache", "redis://:***@cache"),
        ("https://geheim@github.com/a/b", "https://***@github.com/a/b"),
        ("Server=db;Password=geheim;Port=1", "Server=db;Password=***;Port=1"),
        ("x?api_key=geheim&y=1", "x?api_key=***&y=1"),
        ("${DB_PASSWORD:-geheim}", "${DB_PASSWORD:-***}"),
        ("${TAG:-1}", "${TAG:-1}"),
        ("0123456789abcdef0123456789abcdef", HIDDEN),
        ("ghcr.io/example/a-rather-long-name:0a", "ghcr.io/example/a-rather-long-name:0a"),
        ("redis-server --requirepass geheim --save 60", "redis-server --requirepass *** --save 60"),
        ("run --password --quiet", "run --password --quiet"),
    ],
)
def test_values(value: str, shown: str) -> None:
    assert masked(value, "OF_ANYTHING") == shown


def test_nothing_secret_is_on_a_page() -> None:
    text = """\
services:
  web:
    image: ${REGISTRY:-https://geheim@reg}/x:1
    build: https://x:geheim@git.example.com/a.git
    env_file: app.env
    environment:
      A: ${A_PASSWORD:-geheim}
      POSTGRES_PASSWORD: ${DB:-geheim}
      URL: ${URL:-postgres://a:geheim@db/a}
      OTHER: ${OTHER:-${INNER_TOKEN:-geheim}}
      PLAIN_PASSWORD: geheim
    healthcheck:
      test: ["CMD", "curl", "-u", "a:geheim", "http://a:geheim@localhost/x?token=geheim"]
    command: run --password geheim
  db:
    image: postgres:17
    environment: ["POSTGRES_PASSWORD=${PW:-geheim}"]
    healthcheck: {test: "PGPASSWORD=geheim psql"}
    secrets: [s]
secrets:
  s: {file: ./s.txt}
configs:
  c: {content: geheim}
"""
    files = {
        "compose.yaml": text,
        "app.env": "A=geheim\nB='geheim\n geheim'\n",
        "s.txt": "geheim",
        ".env": "PW=geheim\nB_KEY=geheim\n",
    }
    page = page_of(files)
    assert "geheim" not in page
    assert "`A`, `B`" in page
    assert "`psql`" in page
    assert "`curl`" in page
