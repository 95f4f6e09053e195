"""Words and names that the engine refuses: images, modes, signals, capabilities, platforms.

Docker Compose's config takes all of these, whatever they say: none is `refused`. What the engine
says was seen with Docker 20.10.
"""

from __future__ import annotations

import re

from ..model.bad import BadValue
from ..model.images import parse_image
from ..node import UNKNOWN, Node, Path, Scalar
from .judge import Judge, known_text, scalars

#: The references that nearly all are.
_IMAGE = re.compile(
    r"(?:[a-z0-9]+(?:[.-][a-z0-9]+)*(?::\d+)?/)?"
    r"[a-z0-9]+(?:[._-][a-z0-9]+)*(?:/[a-z0-9]+(?:[._-][a-z0-9]+)*)*"
    r"(?::\w[\w.-]{0,127})?\Z",
    re.ASCII,
)
#: From this length on a reference may be too long, or an identifier.
_SHORT_IMAGE = 64
_CONTAINER_NAME = r"[a-zA-Z0-9][a-zA-Z0-9_.-]+\Z"
_ISOLATIONS = ("default", "process", "hyperv")
_SPECIFIER = r"[A-Za-z0-9_.-]+(?:\([^()]*\))?\Z"
_REALTIME = r"RTM(?:IN(?:\+\d+)?|AX(?:-\d+)?)\Z"
_SIGNAL_WORDS = """
    ABRT ALRM BUS CHLD CLD CONT FPE HUP ILL INT IO IOT KILL PIPE POLL PROF PWR QUIT SEGV STKFLT
    STOP SYS TERM TRAP TSTP TTIN TTOU UNUSED URG USR1 USR2 VTALRM WINCH XCPU XFSZ
"""
_SIGNALS = frozenset(_SIGNAL_WORDS.split())
_CAPABILITY_WORDS = """
    ALL AUDIT_CONTROL AUDIT_READ AUDIT_WRITE BLOCK_SUSPEND BPF CHECKPOINT_RESTORE CHOWN
    DAC_OVERRIDE DAC_READ_SEARCH FOWNER FSETID IPC_LOCK IPC_OWNER KILL LEASE LINUX_IMMUTABLE
    MAC_ADMIN MAC_OVERRIDE MKNOD NET_ADMIN NET_BIND_SERVICE NET_BROADCAST NET_RAW PERFMON
    SETFCAP SETGID SETPCAP SETUID SYSLOG SYS_ADMIN SYS_BOOT SYS_CHROOT SYS_MODULE SYS_NICE
    SYS_PACCT SYS_PTRACE SYS_RAWIO SYS_RESOURCE SYS_TIME SYS_TTY_CONFIG WAKE_ALARM
"""
_CAPABILITIES = frozenset(_CAPABILITY_WORDS.split())
#: Lone words that name a system or a processor: `platform: amd64`.
_PLATFORM_TEXT = """
    aix android darwin dragonfly freebsd illumos ios js linux macos nacl netbsd openbsd plan9
    solaris wasip1 windows zos 386 aarch64 amd64 amd64p32 arm arm64 arm64be armbe armel armhf
    i386 loong64 mips mips64 mips64le mips64p32 mips64p32le mipsle ppc ppc64 ppc64le riscv
    riscv64 s390 s390x sparc sparc64 wasm x86-64 x86_64
"""
_PLATFORM_WORDS = frozenset(_PLATFORM_TEXT.split())
_IPC = ("none", "host", "private", "shareable")
_SECURITY = frozenset(
    (
        "apparmor",
        "credentialspec",
        "label",
        "no-new-privileges",
        "seccomp",
        "systempaths",
        "writable-cgroups",
    )
)


def image(judge: Judge, node: Node, path: Path) -> None:
    """An image reference by the grammar of registries."""
    if type(node) is not Scalar or type(node.value) is not str or not node.text:
        return
    if len(node.text) < _SHORT_IMAGE and _IMAGE.match(node.text):
        return
    key = ("image", node.text)
    if key in judge.good:
        return
    try:
        parse_image(node.text)
    except BadValue as error:
        judge.bad(node, path, f"image-{error.reason}", error)
    else:
        judge.good.add(key)


def container_name(judge: Judge, node: Node, path: Path) -> None:
    """Releases from 2.39 look for a good part only; the engine wants the whole name good."""
    text = known_text(node)
    if text is not None and not re.match(_CONTAINER_NAME, text):
        # Where the schema has its say already, so be it.
        if judge.release >= (2, 39, 0) and not re.search(_CONTAINER_NAME[:-2], text):
            return
        judge.bad(node, path, "container-name")


def ipc(judge: Judge, node: Node, path: Path) -> None:
    """A word, or another container's. Of `pid`, `uts` and `userns_mode` the engine takes any."""
    text = known_text(node)
    if text is None or text in _IPC or text.startswith(("service:", "container:")):
        return
    judge.bad(node, path, "ipc", allowed=_IPC)


def isolation(judge: Judge, node: Node, path: Path) -> None:
    text = known_text(node)
    if text is not None and text.lower() not in _ISOLATIONS:
        judge.bad(node, path, "isolation", allowed=_ISOLATIONS)


def stop_signal(judge: Judge, node: Node, path: Path) -> None:
    """A number, or a signal of Linux with or without SIG."""
    text = known_text(node)
    if text is None or (text.isdigit() and int(text)):
        return
    name = text.upper().removeprefix("SIG")
    if name not in _SIGNALS and not re.match(_REALTIME, name):
        judge.bad(node, path, "signal")


def capabilities(judge: Judge, node: Node, path: Path) -> None:
    for item, at in scalars(node, path):
        name = item.text.upper().removeprefix("CAP_")
        if UNKNOWN not in name and name not in _CAPABILITIES:
            judge.bad(item, at, "capability")


def platform(judge: Judge, node: Node, path: Path) -> None:
    """`os[/processor[/variant]]`, or one of the two alone."""
    text = known_text(node)
    if text is None:
        return
    parts = text.split("/")
    fits = len(parts) <= 3 and all(re.match(_SPECIFIER, part) for part in parts)
    if not fits or (len(parts) == 1 and parts[0].lower().partition("(")[0] not in _PLATFORM_WORDS):
        judge.bad(node, path, "platform")


def security_options(judge: Judge, node: Node, path: Path) -> None:
    """`key=value` or `key:value`; one word stands alone, no-new-privileges."""
    for item, at in scalars(node, path):
        text = item.text
        key = text.partition("=")[0].partition(":")[0]
        alone = key == text and text != "no-new-privileges"
        if item.known and (alone or key not in _SECURITY):
            judge.bad(item, at, "security-option", allowed=sorted(_SECURITY))


def working_dir(judge: Judge, node: Node, path: Path) -> None:
    """The engine wants an absolute path."""
    text = known_text(node)
    if text is not None and not text.startswith(("/", "\\")) and text[1:2] != ":":
        judge.bad(node, path, "working-dir")
