"""Data stores and brokers: the ports they listen on, and how they are named.

Whoever names one of these speaks to a server from a program. A web address may be for a browser,
which sees the ports that the host publishes and none of the containers' own.
"""

from __future__ import annotations

from typing import NamedTuple

from .variables import words


class Store(NamedTuple):
    """A kind of server: its usual port, the schemes of its URLs, the words that name it in
    variables and services, and the last parts of the names of its images."""

    port: int
    schemes: frozenset[str]
    words: frozenset[str]
    images: frozenset[str]


def _store(port: int, schemes: str, names: str, images: str) -> Store:
    return Store(
        port, frozenset(schemes.split()), frozenset(names.split()), frozenset(images.split())
    )


STORES = (
    _store(
        5432,
        "postgres postgresql pgsql psql postgis",
        "postgres postgresql pg pgsql psql pghost postgis timescale timescaledb pgvector",
        "postgres postgresql postgis timescaledb timescaledb-ha pgvector pgbouncer",
    ),
    _store(
        3306,
        "mysql mysql2 mysqli mariadb",
        "mysql mariadb mysqlhost percona",
        "mysql mysql-server mariadb percona percona-server",
    ),
    _store(
        6379,
        "redis rediss valkey",
        "redis valkey keydb dragonfly redishost",
        "redis valkey keydb redis-stack redis-stack-server dragonfly",
    ),
    _store(27017, "mongodb mongo", "mongo mongodb mongohost", "mongo mongodb"),
    _store(5672, "amqp pyamqp", "rabbit rabbitmq amqp", "rabbitmq"),
    _store(11211, "memcached memcache", "memcached memcache", "memcached"),
    _store(
        9200, "elasticsearch", "elasticsearch elastic es opensearch", "elasticsearch opensearch"
    ),
    _store(1433, "sqlserver mssql", "mssql sqlserver", "server"),
    _store(1521, "oracle", "oracle", "oracle-xe oracle-free"),
    _store(9042, "cassandra scylla", "cassandra scylla", "cassandra scylla"),
    _store(4222, "nats", "nats", "nats"),
    _store(7687, "bolt neo4j", "neo4j bolt", "neo4j"),
    _store(26257, "cockroachdb cockroach", "cockroach cockroachdb", "cockroach"),
    _store(9092, "kafka", "kafka", "kafka"),
    _store(2181, "zookeeper zk", "zookeeper zk", "zookeeper"),
    _store(2379, "etcd", "etcd", "etcd"),
)


#: Ports of stores that are asked over HTTP.
_OVER_HTTP = (9200, 2379)


def store_of(port: int | None, scheme: str, variable: str) -> Store | None:
    """The store that an address is of; None where it may be of anything else.

    The scheme tells, else the port, else the words of the variable.
    """
    kind = scheme.split("+")[0]
    for store in STORES:
        if kind and kind in store.schemes:
            return store
    if kind and kind not in ("http", "https", "tcp"):
        return None
    for store in STORES:
        if store.port == port and (port in _OVER_HTTP or kind not in ("http", "https")):
            return store
    named = words(variable)
    return next((s for s in STORES if not kind and not s.words.isdisjoint(named)), None)


def runs(store: Store, image: str) -> bool:
    """Whether an image is one of the store's servers."""
    name = image.partition("@")[0].rpartition("/")[2].partition(":")[0].lower()
    return name in store.images and (name != "server" or "mssql" in image)


def speaks_of(store: Store, text: str) -> bool:
    """Whether the name of a service or an image has to do with the store."""
    return not store.words.isdisjoint(words(text))
