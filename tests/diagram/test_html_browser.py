"""The page in a real browser: what it shows, how it answers, and that it harms nobody."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from composelint import api
from composelint.diagram.html import render
from composelint.diagram.marks import by_box, painted
from composelint.diagram.picture import Picture
from composelint.diagram.views import picture
from composelint.diagram.wanted import VIEWS, Wanted
from composelint.graph import graph_of
from composelint.graph.records import DEPENDS_ON, SERVICE, Graph, Node
from tests.diagram import pictures
from tests.diagram.browser import Opened, chromium
from tests.support import FOLDER, project_of

SHOP = """\
services:
  proxy:
    image: traefik:3
    ports: ["80:80", "127.0.0.1:8081:8080"]
    networks: [front]
    depends_on: [web]
  web:
    image: ghcr.io/example/web:2
    networks: [front, back]
    depends_on:
      db:
        condition: service_healthy
    environment:
      DB_PASSWORD: hunter2
      CACHE_URL: redis://cache:6379
  cache:
    image: redis:7
    networks: [back]
  db:
    image: postgres:17
    networks: [back]
    volumes: ["data:/var/lib/postgresql/data"]
    healthcheck: {test: [CMD, pg_isready], interval: 5s, timeout: 5s, retries: 4}
  mailer:
    image: mailpit:1
    profiles: [mail]
    networks: [back]
    depends_on: [cache]
networks: {front: {}, back: {internal: true}}
volumes: {data: {}}
"""

Open = Callable[..., Opened]


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with chromium() as found:
        yield found


@pytest.fixture
def opened(browser: Any, tmp_path: Path) -> Iterator[Open]:
    """Opens the text of a page, and sees at the end that it did nothing that it may not."""
    pages: list[Opened] = []

    def open_text(text: str, **options: Any) -> Opened:
        file = tmp_path / f"page-{len(pages)}.html"
        file.write_text(text, "utf-8")
        pages.append(Opened(browser, file, **options))
        return pages[-1]

    yield open_text
    for page in pages:
        assert page.said == []
        assert page.elsewhere == []
        page.context.close()


def shop_page(text: str = SHOP, **more: Any) -> str:
    project = project_of({"compose.yaml": text})
    graph = graph_of([project])
    found = by_box(graph, [project], api.check(project, config=False, today="2026-11-22"))
    drawn = [painted(picture(graph, Wanted(view=view), [project]), found) for view in VIEWS]
    base = "https://example.org/shop/blob/main"
    return render(drawn, graph, [project], found, base, FOLDER, **more)


@pytest.fixture(scope="module")
def shop_text() -> str:
    return shop_page()


# --- pointing


def test_pointing_lights_what_is_reached_and_what_reaches(opened: Open, shop_text: str) -> None:
    shop = opened(shop_text)
    shop.node("service:web").hover()
    assert shop.ids(".node.self") == ["service:web"]
    assert set(shop.ids(".node.down")) == {"service:db", "service:cache", "volume:data"}
    assert set(shop.ids(".node.up")) == {"service:proxy", "outside", "host"}
    assert set(shop.ids(".node.near")) == {"service:db", "service:cache", "service:proxy"}
    assert "service:mailer" not in shop.ids(".node.on")
    readout = shop.page.locator("#readout").inner_text()
    assert "web" in readout
    assert "reaches 2 services: db, cache" in readout
    assert "reached by 1 service: proxy" in readout


def test_ways_are_told_apart_without_colour(opened: Open, shop_text: str) -> None:
    shop = opened(shop_text)
    shop.node("service:web").hover()
    dashes = "one => getComputedStyle(one).strokeDasharray"
    assert shop.node("service:proxy").locator(".shape").first.evaluate(dashes) != "none"
    assert shop.node("service:proxy").locator(".sign-in-drawing").text_content() == "←"
    assert shop.node("service:db").locator(".sign-in-drawing").text_content() == "→"
    dimmed = "one => getComputedStyle(one).fillOpacity"
    assert float(shop.node("service:mailer").evaluate(dimmed)) < 0.3
    assert float(shop.node("service:db").evaluate(dimmed)) == 1


def test_nothing_is_lit_when_the_pointer_leaves(opened: Open, shop_text: str) -> None:
    shop = opened(shop_text)
    shop.node("service:web").hover()
    shop.page.mouse.move(640, 20)
    assert shop.ids(".on") == []
    assert not shop.page.locator("#readout").is_visible()


def test_every_view_lights_the_same(opened: Open, shop_text: str) -> None:
    shop = opened(shop_text)
    for number, view in enumerate(VIEWS):
        shop.page.locator(f"#tab-{number}").click()
        there = set(shop.ids(".node"))
        if "service:web" not in there:
            assert view == "data"
            continue
        shop.node("service:web").hover()
        assert {"service:db", "service:cache"} & there <= set(shop.ids(".node.down"))
        assert shop.ids(".node.self") == ["service:web"]


# --- search


def test_search_finds_names_images_and_ports(opened: Open, shop_text: str) -> None:
    shop = opened(shop_text)
    shop.page.keyboard.press("/")
    for asked, ids in (
        ("mail", ["service:mailer"]),
        ("postgres", ["service:db"]),
        ("8081", ["service:proxy"]),
        ("GHCR web", ["service:web"]),
    ):
        shop.page.locator("#search").fill(asked)
        assert shop.ids(".node.found") == ids, asked
        assert shop.page.locator("#live").inner_text().startswith("1 match")


def test_enter_goes_from_match_to_match_and_around(opened: Open, shop_text: str) -> None:
    shop = opened(shop_text)
    shop.page.keyboard.press("/")
    shop.page.keyboard.type("a")
    found = shop.ids(".node.found")
    assert len(found) > 2
    for id_ in [*found, found[0]]:
        shop.page.keyboard.press("Enter")
        assert shop.ids(".node.current") == [id_]
    shop.page.keyboard.press("Shift+Enter")
    assert shop.ids(".node.current") == [found[-1]]
    assert shop.page.locator("#live").inner_text().startswith(f"{len(found)} of {len(found)}: ")
    shop.page.keyboard.press("Escape")
    assert shop.ids(".node.found") == []


def test_what_only_another_view_shows_is_found_there(opened: Open, shop_text: str) -> None:
    shop = opened(shop_text)
    shop.page.keyboard.press("/")
    shop.page.keyboard.type("front")
    assert shop.page.locator("#live").inner_text() == (
        "No match here, but in Networks. Enter goes there."
    )
    shop.page.keyboard.press("Enter")
    assert shop.page.locator("#tab-2").get_attribute("aria-selected") == "true"
    assert shop.ids(".node.current") == ["network:front"]


# --- filters


def test_a_profile_is_dimmed_and_hidden(opened: Open, shop_text: str) -> None:
    shop = opened(shop_text)
    shop.page.locator("#filter-button").click()
    shop.page.get_by_role("checkbox", name="mail").uncheck()
    assert shop.ids(".node.off") == ["service:mailer"]
    assert shop.node("service:mailer").is_visible()
    assert shop.page.locator("#live").inner_text() == "4 of 5 services shown"
    shop.page.get_by_label("hidden").check()
    assert not shop.node("service:mailer").is_visible()
    assert shop.node("service:cache").is_visible()
    shop.page.get_by_role("button", name="Show everything").click()
    assert shop.ids(".node.off") == []


def test_a_network_takes_with_it_who_is_on_no_other(opened: Open, shop_text: str) -> None:
    shop = opened(shop_text)
    shop.page.locator("#filter-button").click()
    shop.page.get_by_role("checkbox", name="back").uncheck()
    off = {"service:cache", "service:db", "service:mailer", "volume:data"}
    assert set(shop.ids(".node.off")) == off
    shop.page.get_by_role("checkbox", name="front").uncheck()
    assert set(shop.ids(".node.off")) == set(shop.ids(".node"))
    shop.page.locator("#tab-2").click()
    assert "network:back" in shop.ids(".node.off")


# --- keyboard


def test_tab_goes_through_in_reading_order(opened: Open, shop_text: str) -> None:
    shop = opened(shop_text)
    shop.page.locator("#theme").focus()
    walked = []
    for _ in shop.ids(".node"):
        shop.page.keyboard.press("Tab")
        walked.append(shop.page.evaluate("document.activeElement.dataset.id"))
    assert walked == shop.ids(".node")
    left = [shop.node(id_).bounding_box()["x"] for id_ in walked]
    assert walked.index("service:proxy") < walked.index("service:web") < walked.index("service:db")
    assert left[0] < left[-1]


def test_enter_opens_the_panel_and_escape_leads_back(opened: Open, shop_text: str) -> None:
    shop = opened(shop_text)
    shop.node("service:web").focus()
    shop.page.keyboard.press("Enter")
    panel = shop.page.get_by_role("dialog")
    assert panel.is_visible()
    assert shop.page.evaluate("document.activeElement.textContent") == "web"
    shop.page.keyboard.press("Escape")
    assert not panel.is_visible()
    assert shop.page.evaluate("document.activeElement.dataset.id") == "service:web"


def test_keys_zoom_and_move(opened: Open, shop_text: str) -> None:
    shop = opened(shop_text)
    settled = "new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))"

    def box() -> list[float]:
        shop.page.evaluate(settled)
        text = shop.page.locator(".view:not([hidden]) .drawing").get_attribute("viewBox")
        return [float(part) for part in text.split()]

    whole = box()
    shop.page.keyboard.press("+")
    assert box()[2] < whole[2]
    shop.page.keyboard.press("-")
    shop.page.keyboard.press("-")
    assert box()[2] > whole[2]
    shop.page.keyboard.press("0")
    assert box() == whole
    shop.page.keyboard.press("ArrowRight")
    assert box()[0] > whole[0]
    shop.page.keyboard.press("ArrowUp")
    assert box()[1] < whole[1]
    # In the search field they are letters.
    shop.page.keyboard.press("0")
    shop.page.keyboard.press("/")
    shop.page.keyboard.press("-")
    assert box() == whole
    assert shop.page.locator("#search").input_value() == "-"


def test_wheel_zooms_at_the_pointer_and_a_drag_is_no_click(opened: Open, shop_text: str) -> None:
    shop = opened(shop_text)
    node = shop.node("service:web")
    before = node.bounding_box()
    x, y = before["x"] + before["width"] / 2, before["y"] + before["height"] / 2
    shop.page.mouse.move(x, y)
    shop.page.mouse.wheel(0, -240)
    shop.page.wait_for_timeout(60)
    after = node.bounding_box()
    assert after["width"] > before["width"] * 1.2
    assert abs(after["x"] + after["width"] / 2 - x) < 2
    shop.page.mouse.down()
    shop.page.mouse.move(x + 120, y + 40, steps=4)
    shop.page.mouse.up()
    shop.page.wait_for_timeout(60)
    moved = node.bounding_box()
    assert abs(moved["x"] - after["x"] - 120) < 6
    assert not shop.page.locator("#panel").is_visible()


def test_two_fingers_pinch(opened: Open, shop_text: str) -> None:
    shop = opened(shop_text, has_touch=True)
    before = shop.node("service:web").bounding_box()["width"]
    send = shop.context.new_cdp_session(shop.page).send
    for kind, points in (
        ("touchStart", [(500, 400), (600, 400)]),
        ("touchMove", [(450, 400), (650, 400)]),
        ("touchMove", [(400, 400), (700, 400)]),
        ("touchEnd", []),
    ):
        touches = [{"x": x, "y": y, "id": number} for number, (x, y) in enumerate(points)]
        send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": touches})
    shop.page.wait_for_timeout(100)
    assert shop.node("service:web").bounding_box()["width"] > before * 1.8


def test_arrow_keys_go_from_tab_to_tab(opened: Open, shop_text: str) -> None:
    shop = opened(shop_text)
    shop.page.locator("#tab-0").focus()
    shop.page.keyboard.press("ArrowLeft")
    assert shop.page.evaluate("document.activeElement.textContent") == "Everything"
    assert "network:back" in shop.ids(".node")
    shop.page.keyboard.press("Home")
    assert shop.page.locator("#tab-0").get_attribute("aria-selected") == "true"


# --- the panel


def test_the_panel_tells_the_facts(opened: Open, shop_text: str) -> None:
    shop = opened(shop_text)
    shop.node("service:db").click()
    panel = shop.page.get_by_role("dialog")
    said = panel.inner_text()
    for text in ("postgres:17", "data → /var/lib/postgresql/data", "back", "in the Compose file"):
        assert text in said
    assert "healthy within 40s" in said
    assert "is waited for by web (healthy)" in said
    link = panel.get_by_role("link", name="compose.yaml:19").last
    assert link.get_attribute("href") == "https://example.org/shop/blob/main/compose.yaml#L19"
    assert "pg_isready" in panel.locator("pre").inner_text()
    assert shop.ids(".node.self") == ["service:db"]


def test_the_panel_tells_of_findings_but_not_of_passwords(opened: Open, shop_text: str) -> None:
    text = shop_page(SHOP.replace("[web]", "[wbe]"))
    shop = opened(text)
    assert "hunter2" not in text
    shop.node("service:proxy").click()
    finding = shop.page.locator(".finding.error")
    assert "wbe" in finding.inner_text()
    shop.node("service:web").click()
    assert "DB_PASSWORD: •••" in shop.page.locator("#panel pre").inner_text()


def test_relations_lead_on(opened: Open, shop_text: str) -> None:
    shop = opened(shop_text)
    shop.node("service:proxy").click()
    shop.page.locator("#panel").get_by_role("button", name="web").click()
    assert shop.page.locator("#panel-title").inner_text() == "web"
    assert "#view=overview&at=service%3Aweb" in shop.page.url


def test_a_link_leads_to_a_view_and_a_node(opened: Open, shop_text: str) -> None:
    shop = opened(shop_text)
    address = shop.page.url.partition("#")[0]
    shop.page.goto("about:blank")
    shop.page.goto(f"{address}#view=network&at=service%3Adb")
    assert shop.page.locator("#panel-title").inner_text() == "db"
    assert shop.page.locator("#tab-2").get_attribute("aria-selected") == "true"
    shop.asked.clear()


# --- themes


def test_the_theme_is_the_systems_until_it_is_switched(opened: Open, shop_text: str) -> None:
    ground = "getComputedStyle(document.body).backgroundColor"
    light = opened(shop_text, color_scheme="light")
    dark = opened(shop_text, color_scheme="dark")
    at_first = light.page.evaluate(ground), dark.page.evaluate(ground)
    assert at_first[0] == "rgb(255, 255, 255)" != at_first[1]
    light.page.get_by_role("button", name="Use dark colours").click()
    dark.page.get_by_role("button", name="Use light colours").click()
    assert (light.page.evaluate(ground), dark.page.evaluate(ground)) == at_first[::-1]


# --- accessibility


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("state", ["plain", "cards", "panel"])
def test_axe_finds_nothing(opened: Open, shop_text: str, scheme: str, state: str) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="no axe (PyPI)")
    shop = opened(shop_text, color_scheme=scheme, bypass_csp=True)
    if state == "cards":
        shop.page.locator("#filter-button").click()
    if state == "panel":
        shop.node("service:web").click()
        shop.page.mouse.move(640, 20)
        shop.page.locator("#legend-button").click()
    found = axe.Axe().run(shop.page).response["violations"]
    assert [(one["id"], [node["target"] for node in one["nodes"]]) for one in found] == []


def test_the_picture_in_words_holds_all_relations(opened: Open, shop_text: str) -> None:
    shop = opened(shop_text)
    words = shop.page.locator("#words").text_content()
    for text in (
        "service web",
        "waits for service db (healthy)",
        "mounts volume data (/var/lib/postgresql/data)",
        "names in its settings service cache (:6379, CACHE_URL)",
        "leads to service proxy (80)",
    ):
        assert text in words
    shop.page.keyboard.press("Tab")
    shop.page.keyboard.press("Enter")
    assert shop.page.evaluate("document.activeElement.id") == "words"


# --- harm


def wild_graph(drawn: Picture) -> Graph:
    graph = Graph(["wild"])
    for box in drawn.boxes:
        facts = {"image": box.title, "description": box.title}
        graph.add(Node(box.id, SERVICE, box.title, box.title, "wild", facts, (box.title,)))
    for arrow in drawn.arrows:
        graph.join(DEPENDS_ON, arrow.source, arrow.target, {"condition": arrow.label})
    return graph


HARMFUL = (
    "</script><script>alert(1)</script>",
    '"><img src=x onerror=alert(2)>',
    "<!--<script>",
    "'-alert(3)-'",
    "{{data}}{{script}}",
    "]]></svg><svg onload=alert(4)>",
    "<a xlink:href='javascript:alert(5)'>x</a>",
)


def test_wild_names_do_no_harm(opened: Open) -> None:
    drawn = pictures.wild((*HARMFUL, *pictures.WILD))
    page = opened(render([drawn], wild_graph(drawn)))
    assert page.page.locator("img, iframe, object").count() == 0
    assert page.page.locator("script").count() == 2
    for name in HARMFUL:
        id_ = f"service:{name}"
        assert page.page.evaluate(
            "id => { const all = [...document.querySelectorAll('.node')];"
            " const one = all.find(each => each.dataset.id === id);"
            " one.dispatchEvent(new MouseEvent('click', {bubbles: true})); return true; }",
            id_,
        )
        assert page.page.locator("#panel-title").text_content() == name
    page.page.locator("#filter-button").click()
    page.page.locator("#legend-button").click()


def test_the_policy_is_in_force(browser: Any, tmp_path: Path, shop_text: str) -> None:
    file = tmp_path / "page.html"
    file.write_text(shop_text, "utf-8")
    page = Opened(browser, file).page
    blocked = page.evaluate(
        """async () => {
            const seen = [];
            const note = (event) => seen.push(event.effectiveDirective);
            addEventListener("securitypolicyviolation", note);
            const script = document.createElement("script");
            script.textContent = "window.harmed = true";
            document.body.append(script);
            const harm = "<p onclick='window.harmed = true'>x</p>";
            document.body.insertAdjacentHTML("beforeend", harm);
            document.body.lastElementChild.click();
            await fetch("https://example.org/").catch(() => {});
            const image = new Image();
            image.src = "https://example.org/x.png";
            await new Promise((done) => setTimeout(done, 200));
            return [seen.sort(), window.harmed === undefined];
        }"""
    )
    directives, unharmed = blocked
    assert unharmed
    assert {"connect-src", "img-src", "script-src-elem", "script-src-attr"} <= set(directives)


@pytest.mark.parametrize("name", [name for name in pictures.PICTURES if name != "wild"])
def test_every_picture_opens(opened: Open, name: str) -> None:
    drawn = pictures.PICTURES[name]
    graph = Graph(["made"])
    for box in drawn.boxes:
        graph.add(Node(box.id, box.kind, box.title, box.title, "made", {}, (), box.span))
    for arrow in drawn.arrows:
        graph.join(arrow.kind, arrow.source, arrow.target, {"what": "x", "condition": ""})
    page = opened(render([drawn], graph))
    assert set(page.ids(".node")) == {box.id for box in drawn.boxes}
    assert len(page.ids(".edge")) == len(drawn.arrows)


def test_it_prints_as_a_whole(opened: Open, shop_text: str) -> None:
    shop = opened(shop_text)
    shop.page.emulate_media(media="print")
    assert not shop.page.locator(".tools").is_visible()
    assert shop.node("service:web").is_visible()
    assert shop.page.pdf().startswith(b"%PDF")


def test_it_fits_a_narrow_window(opened: Open, shop_text: str) -> None:
    shop = opened(shop_text, viewport={"width": 380, "height": 700})
    assert shop.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    # At first as large as can be read, then as a whole.
    assert shop.node("service:proxy").bounding_box()["height"] > 20
    shop.page.get_by_role("button", name="Show the whole picture").click()
    for id_ in shop.ids(".node"):
        box = shop.node(id_).bounding_box()
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= 380
    shop.node("service:web").click()
    panel = shop.page.locator("#panel").bounding_box()
    assert (panel["x"], round(panel["width"])) == (0, 380)
