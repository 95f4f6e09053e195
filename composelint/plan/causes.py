"""The words that a planner gives as causes, and the facts that come with each.

Most are those of Docker Compose's own reconciler (5.6.1): why it creates, recreates or removes.
"""

from __future__ import annotations

#: There is none of that name yet.
MISSING = "missing"
#: More containers are wanted than there are, or fewer: {"wanted", "have"}.
SCALE_UP = "scale-up"
SCALE_DOWN = "scale-down"
#: The label config-hash differs from the hash now: {"hash_before", "hash_now"}.
CONFIG = "config"
#: The image has another id than the container was made from: {"before", "after"}.
IMAGE = "image"
#: The contents of an image that is mounted have changed: {"before", "after"}.
IMAGE_VOLUMES = "image-volumes"
#: It runs and is not on a network that it should be on: {"network": key}.
NOT_ATTACHED = "not-attached"
#: It lacks a volume that it should have: {"volume": key}.
NOT_MOUNTED = "not-mounted"
#: --force-recreate.
FORCED = "forced"
#: What it shares a namespace or volumes with is made anew: {"service", "attribute"}.
PARENT = "parent"
#: What it shares its processes with is stopped on the way, and it ends with that: {"service",
#: "attribute"}.
PARENT_STOPPED = "parent-stopped"
#: {"network": key, "name", "hash_before", "hash_now"}
NETWORK_CHANGED = "network-changed"
#: {"network": key, "before", "after"}
NETWORK_RENAMED = "network-renamed"
#: {"volume": key, "name", "hash_before", "hash_now"}
VOLUME_CHANGED = "volume-changed"
#: {"volume": key, "before", "after"}
VOLUME_RENAMED = "volume-renamed"
#: It depends, with `restart: true`, on a service that is recreated: {"service"}.
DEPENDENCY = "dependency"
#: It does not run: {"state"}, the engine's word.
STOPPED = "stopped"
#: Its service is not in the file (any more): {"service"}.
ORPHAN = "orphan"
#: `down` removes it.
DOWN = "down"
#: For images. Not on the engine: {"image"}; a pull policy asks for it: {"image", "policy"}; built
#: because of --build or of pull_policy: build: {"image"}.
ABSENT_IMAGE = "absent-image"
PULL_POLICY = "pull-policy"
BUILD_ASKED = "build-asked"
#: Built where it cannot be pulled: {"image"}. The image of a container is built anew, of files that
#: have changed since it was: {"image"}.
NOT_PULLED = "not-pulled"
NEW_BUILD = "new-build"
