"""Images that are known to bring no healthcheck.

Docker's official images have none, as a rule of the people who keep them (docker-library/faq,
"HEALTHCHECK"). Here are those that projects wait for or build on; one that is not here may have
one, as may any image of others.
"""

from __future__ import annotations

from ..node import UNKNOWN

_OFFICIAL = frozenset(
    """
    adminer almalinux alpine amazoncorretto amazonlinux archlinux bash buildpack-deps busybox caddy
    cassandra clojure composer couchdb debian drupal eclipse-mosquitto eclipse-temurin elasticsearch
    elixir erlang fedora ghost golang gradle haproxy haskell httpd influxdb jetty joomla julia
    logstash mariadb maven mediawiki memcached mongo mongo-express mysql nats neo4j nextcloud nginx
    node odoo openjdk oraclelinux percona perl php phpmyadmin postgres pypy python r-base rabbitmq
    redis redmine registry rockylinux ruby rust solr sonarqube swift telegraf tomcat traefik ubuntu
    varnish wordpress zookeeper
    """.split()
)


def brings_none(image: str) -> bool:
    """Whether an image is known to have no healthcheck; its tag does not matter."""
    name = image.partition("@")[0]
    folder, slash, last = name.rpartition("/")
    last, _, _ = last.partition(":")
    if UNKNOWN in folder or last not in _OFFICIAL:
        return False
    # Without a registry, or from the folder of the official images wherever they are mirrored.
    return not slash or folder.rpartition("/")[2] == "library"
