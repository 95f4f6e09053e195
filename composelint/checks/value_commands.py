"""Commands, healthchecks, environment, hosts: texts with a syntax of their own."""

from __future__ import annotations

from ..model.addresses import is_address
from ..model.bad import BadValue
from ..model.hosts import GATEWAY, check_name, parse_host
from ..model.services import HEALTH_KINDS, additional_contexts, ssh_keys
from ..model.shellwords import dropped_part
from ..node import UNKNOWN, Mapping, Node, Path, Scalar, Sequence
from .judge import Judge, known_text, mappings, scalars
from .value_limits import health_duration, size, ulimits
from .value_names import isolation, platform
from .value_numbers import grants, not_negative

_OPERATORS = frozenset(("&&", "||", "|", ";", "&", ">", ">>", "<"))
_HEALTH_TIMES = ("interval", "timeout", "start_period", "start_interval")


def command(judge: Judge, node: Node, path: Path) -> None:
    """Refused: quotes and brackets that do not close. Ours: what Docker Compose cuts off."""
    text = known_text(node)
    if text is None or type(node) is not Scalar:
        return
    try:
        at = dropped_part(text)
    except BadValue as error:
        judge.bad(node, path, f"command-{error.reason}", error, refused=True)
        return
    if at is not None:
        dropped = BadValue("operator", at, len(text))
        judge.bad(node, path, "command-operator", dropped, operator=text[at])


def hooks(judge: Judge, node: Node, path: Path) -> None:
    """`post_start` and `pre_stop`."""
    for hook, at in mappings(node, path):
        for key, check in (("command", command), ("environment", environment)):
            value = hook.get(key)
            if value is not None:
                check(judge, value, (*at, key))


def develop(judge: Judge, node: Node, path: Path) -> None:
    watch = node.get("watch") if type(node) is Mapping else None
    for trigger, at in mappings(watch, (*path, "watch")):
        where = trigger.get("path")
        if type(where) is Scalar and where.value == "":
            judge.bad(where, (*at, "path"), "watch-path", refused=True)
        execute = trigger.get("exec")
        if type(execute) is Mapping and (value := execute.get("command")) is not None:
            command(judge, value, (*at, "exec", "command"))


def environment(judge: Judge, node: Node, path: Path) -> None:
    """Refused: a space at the end of a name in a list. The engine refuses an empty name."""
    if type(node) is not Sequence:
        return
    for index, item in enumerate(node.items):
        if type(item) is Scalar and type(item.value) is str:
            name = item.text.partition("=")[0]
            if name[-1:].isspace():
                _space(judge, item, (*path, index), name)
            elif not name:
                judge.bad(item, (*path, index), "variable-name")


def arguments(judge: Judge, node: Node, path: Path) -> None:
    """Arguments of a build: as environment, but a name without a value may end in a space."""
    for item, at in scalars(node, path):
        name, equals, _ = item.text.partition("=")
        if equals and name[-1:].isspace():
            _space(judge, item, at, name)


def _space(judge: Judge, node: Scalar, path: Path, name: str) -> None:
    bare = name.rstrip()
    space = BadValue("space", len(bare), len(name), variable=bare)
    judge.bad(node, path, "variable-space", space, refused=True)


def env_file(judge: Judge, node: Node, path: Path) -> None:
    """Refused, in services that run: a format other than raw."""
    if judge.job or not judge.live:
        return
    for entry, at in mappings(node, path):
        form = entry.get("format")
        text = known_text(form)
        if form is not None and text is not None and text != "raw":
            judge.bad(form, (*at, "format"), "env-file-format", refused=True, allowed=("raw",))


def extra_hosts(judge: Judge, node: Node, path: Path) -> None:
    """Refused: no address, a name with `:` or `=`. The engine refuses what is no address."""
    if type(node) is Mapping:
        for name, (key, value) in node.entries.items():
            try:
                check_name(name)
            except BadValue as error:
                judge.bad(key, (*path, name), "host-name", error, refused=True)
            for item, at in scalars(value, (*path, name)):
                _address(judge, item, at, 0, item.text)
    else:
        for item, at in scalars(node, path):
            _host(judge, item, at)


def _host(judge: Judge, node: Scalar, path: Path) -> None:
    text = node.text
    try:
        _, addresses = parse_host(text)
    except BadValue as error:
        variant = "host-address-missing" if error.reason == "no-address" else "host-name"
        judge.bad(node, path, variant, error, refused=True)
        return
    begin = text.find("=")
    begin = (begin if begin >= 0 else text.find(":")) + 1
    if addresses:
        for written in text[begin:].split(","):
            _address(judge, node, path, begin, written)
            begin += len(written) + 1


def _address(judge: Judge, node: Scalar, path: Path, begin: int, written: str) -> None:
    address = written[1:-1] if written[:1] == "[" and written[-1:] == "]" else written
    if UNKNOWN in written or UNKNOWN in node.text[:begin] or address == GATEWAY:
        return
    if not is_address(address):
        error = BadValue("address", begin, begin + len(written))
        judge.bad(node, path, "host-address", error)


def build(judge: Judge, node: Node, path: Path) -> None:
    if type(node) is not Mapping:
        return
    for key, reader, variant in _BUILD_LISTS:
        for item, at in scalars(node.get(key), (*path, key)):
            if item.known and type(node.get(key)) is Sequence:
                try:
                    reader(Sequence(item.source, item.start, item.end, "", [item]))
                except BadValue as error:
                    judge.bad(item, at, variant, error, refused=True)
    for key, check in _BUILD_PARTS:
        value = node.get(key)
        if value is not None:
            check(judge, value, (*path, key))


_BUILD_LISTS = (
    ("additional_contexts", additional_contexts, "context-value"),
    ("ssh", ssh_keys, "ssh-name"),
)


def _platforms(judge: Judge, node: Node, path: Path) -> None:
    for item, at in scalars(node, path):
        platform(judge, item, at)


def _target(judge: Judge, node: Node, path: Path) -> None:
    if type(node) is Scalar and known_text(node) is not None and len(path) == 4:
        # Only for a build with a target: it reads the Dockerfile.
        from .value_build import target

        target(judge, node, path)


_BUILD_PARTS = (
    ("args", arguments),
    ("extra_hosts", extra_hosts),
    ("isolation", isolation),
    ("platforms", _platforms),
    ("secrets", grants),
    ("ulimits", ulimits),
    ("shm_size", size),
    ("target", _target),
)


def healthcheck(judge: Judge, node: Node, path: Path) -> None:
    """Refused, in services that run: a list whose first word is none of the three."""
    if type(node) is not Mapping:
        return
    for key in _HEALTH_TIMES:
        value = node.get(key)
        if value is not None:
            health_duration(judge, value, (*path, key))
    not_negative(judge, node.get("retries"), (*path, "retries"))
    test = node.get("test")
    at = (*path, "test")
    if type(test) is Scalar:
        _test_text(judge, test, at)
    elif type(test) is Sequence and test.items and type(test.items[0]) is Scalar:
        _test_list(judge, test, test.items[0], at)


def _test_text(judge: Judge, node: Scalar, path: Path) -> None:
    text = node.text.strip()
    first = text.split(" ", 1)[0]
    if first in HEALTH_KINDS:
        # The shell would look for a program of that name.
        judge.bad(node, path, "health-word-in-text", word=first)
    elif text.startswith("[") and text.endswith("]") and text[1:2] in ("'", '"', "C", "N"):
        judge.bad(node, path, "health-list-in-text")


def _test_list(judge: Judge, node: Sequence, first: Scalar, path: Path) -> None:
    if not first.known or type(first.value) is not str:
        return
    kind = first.text
    if kind not in HEALTH_KINDS:
        if judge.live and not judge.job:
            judge.bad(first, (*path, 0), "health-word", refused=True, allowed=HEALTH_KINDS)
        return
    words = [(item, index) for index, item in enumerate(node.items) if type(item) is Scalar]
    if kind == "CMD-SHELL" and len(words) > 2:
        judge.bad(words[2][0], (*path, 2), "health-shell-words", warn=True)
    elif kind == "CMD" and len(words) == 2:
        _lone_word(judge, *words[1], path)
    elif kind == "CMD":
        for item, index in words[1:]:
            if item.text in _OPERATORS and not _shell(words[1][0].text):
                judge.bad(item, (*path, index), "health-operator", warn=True)
                break


def _lone_word(judge: Judge, node: Scalar, index: int, path: Path) -> None:
    """One word with spaces in it is the name of one program."""
    if node.known and " " in node.text.strip():
        judge.bad(node, (*path, index), "health-command-in-word")


def _shell(program: str) -> bool:
    return program.rpartition("/")[2] in ("sh", "bash", "ash", "dash", "zsh", "cmd", "powershell")
