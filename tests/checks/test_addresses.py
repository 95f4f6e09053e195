"""Subnets that overlap (CL307) and static addresses that cannot be had (CL308): what the engine
does is in engine_cases.json, here is where we speak, and what is not known."""

from __future__ import annotations

import time

import pytest
from support import check, project_of

from composelint.finding import Finding
from composelint.node import show_path

V6 = ", enable_ipv6: true"


def findings(rule: str, text: str, **options: object) -> list[Finding]:
    found = check(project_of({"compose.yaml": text}, **options))  # type: ignore[arg-type]
    return [finding for finding in found if finding.id == rule]


def pool(*subnets: str, more: str = "") -> str:
    entries = ", ".join(f"{{subnet: '{subnet}'}}" for subnet in subnets)
    return f"{{ipam: {{config: [{entries}]}}{more}}}"


def nets(first: str, second: str, **options: object) -> list[Finding]:
    text = (
        f"services: {{s: {{image: x, networks: [a, b]}}}}\nnetworks:\n  a: {first}\n  b: {second}\n"
    )
    return findings("CL307", text, **options)


def test_the_later_subnet_is_reported() -> None:
    (found,) = nets(pool("10.0.0.0/8"), pool("10.1.0.0/16"))
    assert found.message == "the subnet 10.1.0.0/16 of b overlaps with 10.0.0.0/8 of a"
    assert (found.severity, found.refused, found.span.text) == ("error", False, "'10.1.0.0/16'")
    assert show_path(found.path) == "networks.b.ipam.config[0].subnet"
    assert found.related[0].span.text == "'10.0.0.0/8'"


def test_pools_of_one_network() -> None:
    (found,) = nets(pool("10.0.0.0/8", "10.1.0.0/16"), "{}")
    assert found.message == "the subnets 10.1.0.0/16 and 10.0.0.0/8 of a overlap"


A = pool("10.0.0.0/24")


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (A, pool("10.0.1.0/24")),
        (A, "{}"),
        (A, "{external: true}"),
        (A, pool("${SUBNET}")),
        (A, pool("10.0.0.${LAST}/24")),
        (A, pool("10.0.0.0")),
        (A, pool("nonsense")),
        (A, pool("10.0.0.0/24", more=", name: '${NAME}'")),
        (pool("10.0.0.0/24", more=", name: n"), pool("10.0.0.0/24", more=", name: n")),
        (A, pool("10.0.0.0/24", more=", driver: overlay")),
        (A, pool("10.0.0.0/24", more=", driver: weave")),
        (A, pool("10.0.0.0/24", more=", external: '${OUTSIDE}'")),
        (A, pool("10.0.0.0/24", more=", enable_ipv4: false")),
        (pool("fd00::/64"), pool("fd00::/64")),
        (pool("fd00::/64", more=V6), pool("fd00:0:0:1::/64", more=V6)),
        (A, "{ipam: {config: 3}}"),
        (A, "{ipam: 3}"),
        (A, "[]"),
    ],
)
def test_subnets_apart_or_unknown(first: str, second: str) -> None:
    assert nets(first, second) == []
    assert nets(second, first) == []


@pytest.mark.parametrize("driver", ["bridge", "macvlan", "ipvlan"])
def test_drivers_of_one_space(driver: str) -> None:
    assert len(nets(A, pool("10.0.0.0/24", more=f", driver: {driver}"))) == 1


def test_overlay_networks_have_a_space_of_their_own() -> None:
    overlay = pool("10.0.0.0/24", more=", driver: overlay")
    assert len(nets(overlay, overlay)) == 1


def test_variables_count_with_their_defaults() -> None:
    assert len(nets(A, pool("${SUBNET:-10.0.0.0/16}"))) == 1


@pytest.mark.parametrize(
    ("first", "second", "clash", "profiles"),
    [
        ("", "", True, None),
        ("", "profiles: [q, p]", True, ("p",)),
        ("profiles: [p]", "profiles: [q]", False, None),
        ("profiles: [p]", "profiles: [q, p]", True, ("p",)),
        ("", "provider: {type: x}", False, None),
        ("", "network_mode: host", False, None),
    ],
)
def test_networks_are_made_for_their_services(
    first: str, second: str, clash: bool, profiles: tuple[str, ...] | None
) -> None:
    networks = "" if "network_mode" in second else ", networks: {b: {}}"
    text = (
        f"services: {{s: {{image: x, networks: [a], {first}}}, "
        f"t: {{image: x{networks}, {second}}}}}\nnetworks:\n  a: {A}\n  b: {A}\n"
    )
    assert [f.profiles for f in findings("CL307", text)] == [profiles] * clash


def test_the_default_network() -> None:
    text = f"services: {{s: {{image: x}}, t: {{image: x, networks: [a]}}}}\nnetworks:\n  a: {A}\n"
    assert findings("CL307", text) == []
    assert len(findings("CL307", f"{text}  default: {A}\n")) == 1


def test_subnets_shared_by_alias_are_shown_at_the_second_network() -> None:
    (found,) = nets("&pool " + A, "*pool")
    assert found.span.text == "b"


def test_many_networks_are_quick() -> None:
    networks = "".join(f"  n{n}: {pool(f'10.{n // 250}.{n % 250}.0/24')}\n" for n in range(1500))
    names = ", ".join(f"n{n}" for n in range(1500))
    text = f"services: {{s: {{image: x, networks: [{names}]}}}}\nnetworks:\n{networks}"
    project = project_of({"compose.yaml": text})
    start = time.process_time()
    assert [f for f in check(project) if f.id == "CL307"] == []
    assert time.process_time() - start < 5


# -- addresses -----------------------------------------------------------------------------


def static(settings: str, network: str, *, service: str = "", **options: object) -> list[Finding]:
    text = (
        f"services: {{s: {{image: x, networks: {{n: {{{settings}}}}}, {service}}}}}\n"
        f"networks:\n  n: {network}\n"
    )
    return findings("CL308", text, **options)


@pytest.mark.parametrize(
    ("settings", "network", "message"),
    [
        (
            "ipv4_address: 10.1.0.5",
            pool("10.0.0.0/24", "10.2.0.0/24"),
            "10.1.0.5 is not in the subnet 10.0.0.0/24 or 10.2.0.0/24 of the network n",
        ),
        (
            "ipv4_address: 10.0.0.5",
            "{}",
            "s wants the address 10.0.0.5, and the network n has no IPv4 subnet of its own",
        ),
        (
            "ipv6_address: 'fd00::5'",
            A,
            "s wants the address fd00::5, and the network n has no IPv6 subnet of its own",
        ),
        (
            "ipv4_address: 10.0.0.1",
            A,
            "10.0.0.1 is the gateway of the network n: the first address of its subnet",
        ),
        (
            "ipv4_address: 10.0.0.9",
            "{ipam: {config: [{subnet: 10.0.0.0/24, gateway: 10.0.0.9}]}}",
            "10.0.0.9 is the gateway of the network n",
        ),
        (
            "ipv4_address: 10.0.0.9",
            "{ipam: {config: [{subnet: 10.0.0.0/24, aux_addresses: {x: 10.0.0.9}}]}}",
            "10.0.0.9 is reserved under aux_addresses of the network n",
        ),
        (
            "ipv4_address: 10.0.0.255",
            A,
            "10.0.0.255 is the first or the last of the subnet of n, which no container can have",
        ),
    ],
)
def test_addresses_that_cannot_be_had(settings: str, network: str, message: str) -> None:
    (found,) = static(settings, network)
    assert (found.severity, found.refused, found.message) == ("error", False, message)
    assert found.span.text.strip("'") == settings.partition(": ")[2].strip("'")


@pytest.mark.parametrize(
    ("settings", "network"),
    [
        ("ipv4_address: 10.0.0.5", A),
        ("ipv4_address: '${IP}'", "{}"),
        ("ipv4_address: 10.0.0.999", "{}"),
        ("ipv4_address: 'fd00::1'", "{}"),
        ("ipv4_address: 10.1.0.5", pool("10.0.0.0/24", "${OTHER}")),
        ("ipv4_address: 10.1.0.5", pool("${OTHER}")),
        ("ipv4_address: 10.1.0.5", "{external: true}"),
        ("ipv4_address: 10.1.0.5", "{external: '${OUTSIDE}'}"),
        ("ipv4_address: 10.1.0.5", "{driver: weave}"),
        ("ipv4_address: 10.1.0.5", "{ipam: {driver: dhcp}}"),
        ("ipv4_address: 10.1.0.5", "{ipam: {config: [oops]}}"),
        ("ipv4_address: 10.1.0.5", "{ipam: '${IPAM}'}"),
        ("ipv4_address: 10.1.0.5", "{enable_ipv4: false}"),
        ("ipv4_address: 10.0.0.1", pool("10.0.0.0/24", more=", driver: macvlan")),
        ("ipv4_address: 10.0.0.1", pool("10.0.0.0/24", more=", driver_opts: {x: y}")),
        ("ipv4_address: 10.0.0.1", "{ipam: {config: [{subnet: 10.0.0.0/24, gateway: '${G}'}]}}"),
        ("ipv4_address: 10.0.0.0", pool("10.0.0.0/31", more=", driver: macvlan")),
        ("ipv6_address: 'fd00::'", pool("fd00::/64", more=V6)),
        ("ipv6_address: 'fd01::5'", pool("fd00::/64", more=", enable_ipv6: '${V6}'")),
        ("", "{}"),
    ],
)
def test_addresses_that_are_fine_or_unknown(settings: str, network: str) -> None:
    assert static(settings, network) == []


def test_in_a_stack_addresses_are_passed_over() -> None:
    assert static("ipv4_address: 10.1.0.5", A, target="swarm") == []


def test_a_fragment_is_not_blamed_for_what_its_base_may_hold() -> None:
    text = "services: {s: {networks: {n: {ipv4_address: 10.1.0.5}}}}\nnetworks: {n: {}}\n"
    assert findings("CL308", text, fragment=True) == []
    assert len(findings("CL308", text)) == 1


def test_replicas_want_an_address_each() -> None:
    (found,) = static("ipv4_address: 10.0.0.5", A, service="scale: 2")
    assert found.message == (
        "s has 2 containers, and only one of them can have the address 10.0.0.5"
    )
    assert static("ipv4_address: 10.0.0.5", A, service="scale: 0") == []
    assert static("ipv4_address: 10.0.0.5", A, service="scale: '${N}'") == []


def twice(first: str, second: str, network: str = A, **options: object) -> list[Finding]:
    address = "networks: {n: {ipv4_address: 10.0.0.5}}"
    text = (
        f"services: {{a: {{image: x, {address}, {first}}}, b: {{image: x, {address}, {second}}}}}"
        f"\nnetworks:\n  n: {network}\n"
    )
    return findings("CL308", text, **options)


@pytest.mark.parametrize(
    ("first", "second", "clash", "profiles"),
    [
        ("", "", True, None),
        ("", "profiles: [p]", True, ("p",)),
        ("profiles: [p]", "profiles: [q]", False, None),
        ("", "scale: 0", False, None),
    ],
)
def test_an_address_for_two(
    first: str, second: str, clash: bool, profiles: tuple[str, ...] | None
) -> None:
    for network in (A, "{external: true}"):
        found = twice(first, second, network)
        assert [(f.profiles, f.path[1]) for f in found] == [(profiles, "b")] * clash
        assert [f.related[0].message for f in found] == ["a has it first"] * clash


def test_both_alternatives_chosen() -> None:
    first, second = "profiles: [p]", "profiles: [q]"
    assert len(twice(first, second, exact=True, profiles=("p", "q"))) == 1


def test_one_address_in_two_networks_is_none_twice() -> None:
    text = """
services:
  a: {image: x, networks: {m: {ipv4_address: 10.0.0.5}}}
  b: {image: x, networks: {n: {ipv4_address: 10.0.0.5}}}
networks: {m: {external: true}, n: {external: true}}
"""
    assert findings("CL308", text) == []


def test_an_address_by_alias_is_shown_at_the_second_service() -> None:
    text = f"""
services:
  a: {{image: x, networks: &n {{n: {{ipv4_address: 10.0.0.5}}}}}}
  b: {{image: x, networks: *n}}
networks: {{n: {A}}}
"""
    (found,) = findings("CL308", text)
    assert found.span.text == "b"


@pytest.mark.parametrize(
    ("entry", "words"),
    [
        ("gateway: 10.9.0.1", "the gateway 10.9.0.1 of the network n is not in its subnet"),
        ("gateway: 10.0.0.255", "the gateway 10.0.0.255 of the network n is the first or"),
        ("aux_addresses: {a: 10.9.0.1}", "10.9.0.1, reserved in the network n, is not in"),
        ("aux_addresses: {a: 10.0.0.1}", "10.0.0.1, reserved in the network n, is its gateway's"),
        ("aux_addresses: {a: 10.0.0.7, b: 10.0.0.7}", "10.0.0.7 is reserved twice"),
        ("aux_addresses: {a: 10.0.0.7, b: '${B}'}", ""),
        ("gateway: '${G}', aux_addresses: {a: 10.0.0.1}", ""),
        ("gateway: 10.0.0.254, aux_addresses: {a: 10.0.0.1}", ""),
        ("gateway: nonsense", ""),
        ("ip_range: 10.9.0.0/24", ""),
    ],
)
def test_what_a_network_reserves(entry: str, words: str) -> None:
    text = (
        "services: {s: {image: x, networks: [n]}}\n"
        f"networks: {{n: {{ipam: {{config: [{{subnet: 10.0.0.0/24, {entry}}}]}}}}}}\n"
    )
    found = [f.message for f in findings("CL308", text)]
    assert [message.startswith(words) for message in found] == [True] * bool(words)
    assert findings("CL308", text.replace("networks: [n]", "networks: [default]")) == []
