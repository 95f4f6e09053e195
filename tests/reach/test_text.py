"""Which addresses are read from a text, and which are not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from composelint.node import UNKNOWN
from composelint.reach.text import read
from composelint.reach.variables import beside, is_image, says_host

U = UNKNOWN

#: (variable, value, "host:port" or "host" of each mention in order)
READ = [
    # URLs
    ("X", "http://db", ["db"]),
    ("X", "http://db/", ["db"]),
    ("X", "http://db:8080", ["db:8080"]),
    ("X", "http://db:8080/a/b?c=d#e", ["db:8080"]),
    ("X", "HTTP://Db:8080", ["db:8080"]),
    ("X", "https://user:pw@db:8443/", ["db:8443"]),
    ("X", "postgres://app:p@ss:w@db:5432/app", ["db:5432"]),
    ("X", "postgresql+asyncpg://app:pw@db/app", ["db"]),
    ("X", "redis://:secret@cache:6379/0", ["cache:6379"]),
    ("X", "redis://cache", ["cache"]),
    ("X", "amqp://guest:guest@rabbit:5672//", ["rabbit:5672"]),
    ("X", "mongodb://u:p@m1:27017,m2:27017,m3/db?replicaSet=rs", ["m1:27017", "m2:27017", "m3"]),
    ("X", "jdbc:postgresql://db:5432/app", ["db:5432"]),
    ("X", "jdbc:mysql://db:3306/app?useSSL=false", ["db:3306"]),
    ("X", "jdbc:sqlserver://db:1433;databaseName=app", ["db:1433"]),
    ("X", "jdbc:oracle:thin:@//db:1521/xe", ["db:1521"]),
    ("X", "jdbc:oracle:thin:@db:1521:xe", ["db:1521"]),
    ("X", "r2dbc:postgresql://db:5432/app", ["db:5432"]),
    ("X", "tcp://docker:2376", ["docker:2376"]),
    ("X", "smtp://mail:25", ["mail:25"]),
    ("X", "ws://web:3000/socket", ["web:3000"]),
    ("X", "http://a:80,http://b:81/x", ["a:80", "b:81"]),
    ("X", "http://a:80;http://b:81", ["a:80", "b:81"]),
    ("X", "http://a:9200 http://b:9200", ["a:9200", "b:9200"]),
    ("X", '["http://es1:9200", "http://es2:9200"]', ["es1:9200", "es2:9200"]),
    ("X", "amqp://u:p@r1:5672,amqp://u:p@r2:5672", ["r1:5672", "r2:5672"]),
    ("X", "PLAINTEXT://k:29092,EXTERNAL://localhost:9092", ["k:29092", "localhost:9092"]),
    ("X", "default=http://es1:9200", ["es1:9200"]),
    ("X", "see http://web:80/?next=http://api:81/x", ["web:80", "api:81"]),
    ("X", "http://db.:5432/", ["db:5432"]),
    ("X", "http://my_db-1.back:5432/", ["my_db-1.back:5432"]),
    ("X", "http://localhost:3000", ["localhost:3000"]),
    ("X", "http://127.0.0.1:3000", ["127.0.0.1:3000"]),
    ("DB_IMAGE_URL", "http://db:80", []),
    # parts that are not known
    ("X", f"postgres://{U}:{U}@db:5432/{U}", ["db:5432"]),
    ("X", f"{U}://db:5432/x", []),
    ("X", f"http://db:{U}/x", ["db"]),
    ("X", f"http://{U}:8080", []),
    ("X", f"http://{U}db:8080", []),
    ("X", f"http://db{U}:8080", []),
    ("X", f"{U}db:8080", []),
    ("X", f"db:808{U}", []),
    ("DB_HOST", f"db{U}", []),
    ("DB_HOST", U, []),
    # host:port
    ("X", "db:5432", ["db:5432"]),
    ("X", "db:5432/app", ["db:5432"]),
    ("X", "root:pw@db:3306/app", ["db:3306"]),
    ("X", "user:pw@tcp(db:3306)/app?parseTime=true", ["db:3306"]),
    ("X", "user:pw@tcp(db)/app", ["db"]),
    ("BROKERS", "kafka1:9092,kafka2:9092", ["kafka1:9092", "kafka2:9092"]),
    ("X", "kafka1:9092, kafka2:9092", ["kafka1:9092", "kafka2:9092"]),
    ("X", "zoo1:2181;zoo2:2181", ["zoo1:2181", "zoo2:2181"]),
    ("ZOO_SERVERS", "server.1=zoo1:2888:3888;2181", ["zoo1:2888"]),
    ("REDIS_HOSTS", "local:redis:6379", ["redis:6379"]),
    ("SMTP", "mail:25", ["mail:25"]),
    ("MAIL_SERVER", "mail:26", ["mail:26"]),
    ("X", "TCP:db:5432", ["db:5432"]),
    ("X", "'db:5432'", ["db:5432"]),
    # names and numbers that are no addresses
    ("X", "postgres:15", []),
    ("BASE_IMAGE", "registry:5000", []),
    ("X", "app/postgres:5432", []),
    ("X", "1000:1000", []),
    ("X", "12:30:45", []),
    ("X", "db:99999", []),
    ("X", "db:0", []),
    ("X", "db:5432abc", []),
    ("X", "a.db:5432:x", []),
    ("X", "./db:5432", []),
    ("X", "db", []),
    ("X", "", []),
    ("DB_NAME", "db", []),
    ("POSTGRES_USER", "postgres", []),
    ("CACHE_DRIVER", "redis", []),
    ("X", "file:///db", []),
    ("X", "unix:///var/run/db", []),
    ("X", "s3://minio/bucket", []),
    ("X", "http://", []),
    ("X", "http://:80", []),
    ("X", "http://$HOST:80", []),
    ("X", "http://{{ host }}:80", []),
    ("X", "http://user:pa/ss@db:80", ["db:80"]),
    ("X", "http://[::1]:80", []),
    # key=value
    ("X", "host=db port=5432 user=x", ["db:5432"]),
    ("X", "user=x host='db' dbname=y", ["db"]),
    ("X", "Server=db;Port=3306;Database=app", ["db:3306"]),
    ("X", "Server=db,1433;Database=app", ["db:1433"]),
    ("X", "Data Source=tcp:db;User=sa", ["db"]),
    ("X", "user=db password=db dbname=db", []),
    ("X", "-Ddb.host=db -Xmx1g", ["db"]),
    ("X", "--spring.redis.host=cache", ["cache"]),
    ("X", "host=/var/run/postgresql", []),
    # bare names, where the variable says so
    ("DB_HOST", "db", ["db"]),
    ("DB_HOST", " db ", ["db"]),
    ("PGHOST", "db", ["db"]),
    ("dbHost", "db", ["db"]),
    ("db.host", "db", ["db"]),
    ("DB_HOSTNAME", "db", ["db"]),
    ("DB_HOST_NAME", "db", ["db"]),
    ("DB_SERVER", "db", ["db"]),
    ("REDIS_SERVERS", "r1,r2", ["r1", "r2"]),
    ("API_URL", "api", ["api"]),
    ("S3_ENDPOINT", "minio", ["minio"]),
    ("ES_ADDR", "es", ["es"]),
    ("ES_HOSTS", "es1 es2", ["es1", "es2"]),
    ("POSTGRES_SEEDS", "db", ["db"]),
    ("MAIL_HOST", "mail", ["mail"]),
    ("DB_HOST_1", "db", ["db"]),
    ("DB_HOST", "db:5432", ["db:5432"]),
    ("RABBITMQ_VHOST", "rabbit", []),
    ("HOSTNAME", "db", []),
    ("VIRTUAL_HOST", "web", []),
    ("ALLOWED_HOSTS", "web,localhost", []),
    ("ADVERTISED_HOST", "kafka", []),
    ("EMAIL_ADDRESS", "web", []),
    ("DB_HOST", "/var/run/mysqld", []),
    ("DB_HOST", "12", []),
]  # fmt: skip

COMMANDS = [
    ("pg_isready -h db -p 5432 -U app", ["db:5432"]),
    ("mysqladmin ping -h db", ["db"]),
    ("mysql --host db --port 3306", ["db:3306"]),
    ("mysql --host=db", ["db"]),
    ("redis-cli -h cache", ["cache"]),
    ("./app --redis-host cache --port 8080", ["cache"]),
    ("nc -z db 5432", ["db:5432"]),
    ("until nc -zv -w 1 db 5432; do sleep 1; done", ["db:5432"]),
    ("sh -c 'echo > /dev/tcp/db/5432'", ["db:5432"]),
    ("./wait-for-it.sh db:5432 -- ./run", ["db:5432"]),
    ("dockerize -wait tcp://db:5432 -timeout 60s", ["db:5432"]),
    ("DB_HOST=db ./run", ["db"]),
    ("--web.listen-address=:9090 --storage=db", []),
    ("./run db", []),
    ("psql -U db", []),
    ("python manage.py runserver 0.0.0.0:8000", ["0.0.0.0:8000"]),
    ("grep -h pattern file", ["pattern"]),
    ("df -h", []),
]


def shown(text: str, variable: str = "", *, command: bool = False) -> list[str]:
    mentions = read(text, variable, command=command)
    return [m.host if m.port is None else f"{m.host}:{m.port}" for m in mentions]


@pytest.mark.parametrize(("variable", "text", "expected"), READ)
def test_values(variable: str, text: str, expected: list[str]) -> None:
    assert shown(text, variable) == expected


@pytest.mark.parametrize(("text", "expected"), COMMANDS)
def test_commands(text: str, expected: list[str]) -> None:
    assert shown(text, command=True) == expected


@pytest.mark.parametrize(
    "text", [text for _, text, _ in READ] + [text for text, _ in COMMANDS]
)  # fmt: skip
def test_offsets_are_those_of_the_host(text: str) -> None:
    for command in (False, True):
        for mention in read(text, "SOME_HOST", command=command):
            assert text[mention.start : mention.end].rstrip(".").lower() == mention.host
            assert mention.start < mention.end <= mention.stop <= len(text)


def test_more_than_the_host_is_told() -> None:
    (mention,) = read("postgresql+asyncpg://u:p@db:5432/x?y=z")
    assert (mention.scheme, mention.form, mention.open) == ("postgresql+asyncpg", "url", False)
    (mention,) = read(f"redis://cache:{U}/0")
    assert (mention.port, mention.open) == (None, True)
    assert [m.form for m in read("db:80", "A")] == ["pair"]
    assert [m.form for m in read("db", "DB_HOST")] == ["bare"]
    assert [m.form for m in read("host=db", "A")] == ["key"]


PIECES = st.lists(
    st.sampled_from(
        ["db", "localhost", ":", "/", "//", "://", "@", ",", ";", "=", "host", "-h ", " ", "(", ")",
         "5432", "99999999", "tcp", "http", "thin:@", "'", '"', U, "\n", "\0", "é", "[::1]",
         "nc -z ", "/dev/tcp/", ".", "-", "_", "Data Source", "{{", "$", "\\"]
    ),
    max_size=24,
).map("".join)  # fmt: skip


@given(st.one_of(st.text(), PIECES), st.one_of(st.just(""), st.just("DB_HOST"), st.text()))
def test_no_text_makes_it_fail(text: str, variable: str) -> None:
    for command in (False, True):
        for mention in read(text, variable, command=command):
            assert 0 <= mention.start < mention.end <= mention.stop <= len(text)
            assert mention.port is None or 0 < mention.port < 65536
            assert UNKNOWN not in mention.host
    assert all(isinstance(name, str) for name in beside(variable))


def test_long_texts_take_no_time() -> None:
    import time

    for text in ("a" * 200_000, "a:" * 100_000, "a://" * 50_000, "-h a=" * 40_000, "a,1" * 60_000):
        start = time.perf_counter()
        read(text, "DB_HOST", command=True)
        assert time.perf_counter() - start < 5


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("DB_HOST", "DB_PORT"),
        ("db_host", "db_port"),
        ("dbHost", "dbPort"),
        ("PGHOST", "PGPORT"),
        ("DB_HOST_NAME", "DB_PORT"),
        ("DB_HOSTNAME", "DB_PORT"),
        ("DB_SERVER", "DB_PORT"),
        ("DB_ADDRESS", "DB_PORT"),
    ],
)
def test_a_port_has_a_variable_beside_that_of_its_host(name: str, expected: str) -> None:
    assert says_host(name)
    assert expected in beside(name)


def test_images_are_known_by_their_variable() -> None:
    assert is_image("DB_IMAGE")
    assert is_image("POSTGRES_VERSION")
    assert not is_image("IMAGINARY_URL")
