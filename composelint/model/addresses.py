"""Network addresses as Go's net package reads them: no leading zeros, no zone, no blanks."""

from __future__ import annotations

import re

_BYTE = r"(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)"
_IPV4 = rf"(?a){_BYTE}(?:\.{_BYTE}){{3}}\Z"
_GROUP = r"[0-9a-fA-F]{1,4}\Z"
_MAC = (
    r"(?:[0-9a-fA-F]{2}:){5}[0-9a-fA-F]{2}\Z"
    r"|(?:[0-9a-fA-F]{2}-){5}[0-9a-fA-F]{2}\Z"
    r"|(?:[0-9a-fA-F]{4}\.){2}[0-9a-fA-F]{4}\Z"
)
_GROUPS = 8


def is_ipv4(text: str) -> bool:
    """Four numbers from 0 to 255 without leading zeros."""
    return re.match(_IPV4, text) is not None


def is_ipv6(text: str) -> bool:
    """An IPv6 address without a zone (`%eth0`), the last two groups perhaps in IPv4's form."""
    if ":" not in text or text.count("::") > 1 or ":::" in text:
        return False
    head, gap, tail = text.partition("::")
    groups = head.split(":") if head else []
    rest = tail.split(":") if tail else []
    every = groups + rest
    if every and "." in every[-1]:
        if not is_ipv4(every[-1]) or (gap and not tail):
            return False
        every[-1:] = ["0", "0"]
    if not all(re.match(_GROUP, group) for group in every):
        return False
    return len(every) < _GROUPS if gap else len(every) == _GROUPS


def is_address(text: str) -> bool:
    """Whether net.ParseIP reads the text."""
    return is_ipv4(text) or is_ipv6(text)


def is_subnet(text: str) -> bool:
    """Whether net.ParseCIDR reads the text: an address, a slash, the length of the prefix."""
    address, slash, length = text.partition("/")
    if not slash or not (length.isascii() and length.isdigit()) or len(length) > 3:
        return False
    if is_ipv4(address):
        return int(length) <= 32
    return is_ipv6(address) and int(length) <= 128


def is_mac(text: str) -> bool:
    """Whether a text is a hardware address of six bytes."""
    return re.match(_MAC, text) is not None
