"""Pictures made by hand, for the tests of every format: each draws all of these."""

from __future__ import annotations

from composelint.diagram.picture import DOWN, MARKS, RIGHT, Arrow, Box, Group, Legend, Picture
from composelint.graph import records as graph
from composelint.source import Source, Span

_TEXT = (
    "services:\n  web:\n    image: nginx\n  api:\n    image: shop/api\n  db:\n    image: postgres\n"
)
_SOURCE = Source("compose.yaml", _TEXT)

BOX_KINDS = (
    *(graph.SERVICE, graph.JOB, graph.NETWORK, graph.VOLUME, graph.SECRET, graph.CONFIG),
    *(graph.MODEL, graph.BIND, graph.PORT, graph.DEVICE, graph.ENV_FILE, graph.OUTSIDE),
    *(graph.HOST, graph.BASE, graph.FOREIGN),
)
ARROW_KINDS = (
    *(graph.DEPENDS_ON, graph.ATTACHED, graph.MOUNTS, graph.READS, graph.PUBLISHES, graph.ENTERS),
    *(graph.TALKS_TO, graph.LINK, graph.VOLUMES_FROM, graph.EXTENDS, graph.SHARES),
    *(graph.USES_MODEL, graph.USES_DEVICE, graph.READS_FILE),
)
GROUP_KINDS = ("network", "profile", "label", "project", "layer")

#: Names and texts that some format would take for something of its own. No Compose name looks
#: like most of them; titles, lines, labels and paths do.
WILD = (
    *("end", "default", "subgraph", "click", "o", "x", "style", "graph", "class", "linkStyle"),
    *('say "hello"', "it's", "back`tick`s", "`code`", "#", "#35;", "&#35;", "&amp;", "&quot;"),
    *("a;b", "a|b", "[brackets]", "(round)", "{curly}", "{{twice}}", "<b>bold</b>", "a-->b"),
    *("<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "%% comment", "%%{init: {}}%%"),
    *("a\nb", "a\r\nb", "tab\there", "back\\slash", "\\n", "\\l", "\\", 'ends with \\"', "${VAR}"),
    *(
        "🐳 whale",
        "שלום עולם",
        "مرحبا",
        "日本語",
        "e\u0301",
        "a\u202eb",
        "zero\u200bwidth",
        "\u00a0",
    ),
    *("*", "_", "**bold**", "_it_", "~~gone~~", "# head", "1. one", "- list", "+ plus", "> quote"),
    *("://", "https://example.org/?a=1&b=2#c", "javascript:alert(1)", "www.example.org", "a@b.c"),
    *("---", "===", "@startuml", "@enduml", "!include x", "' comment", "/' open", "skinparam x y"),
    *("<$sprite>", "<&key>", "<:smile:>", "<color:red>x", "<size:40>x", "[[http://a b]]", "~x"),
    *("//it//", "--gone--", "__under__", '""mono""', "^^up^^", "|_ tree", "|= table |", "== x =="),
    *("|md # x |", "a.b.c", "a -> b", "a: b", "a & b", "(a)[0]", "...@x", "vars", "layers", "*.x"),
    *("$$x^2$$", "fa:fa-user", "@{ shape: x }", ":::class", "direction LR", "", " ", "  two  "),
    *(
        "%autonumber%",
        "%date()",
        "$define",
        "<U+0041>",
        "&lt;b&gt;",
        "\u2028",
        "\x07bell",
        "\x1b[31m",
    ),
)


def span(line: int) -> Span:
    """That of a line (from 1) of a compose.yaml."""
    start = _SOURCE.line_starts[line - 1]
    return Span(_SOURCE, start, start + len(_SOURCE.line(line)))


def three() -> Picture:
    """What most projects are: a site, its interface, its data base."""
    return Picture(
        title="shop",
        view="overview",
        direction=RIGHT,
        boxes=(
            Box("outside", graph.OUTSIDE, "anyone on the network"),
            Box("port:8080", graph.PORT, "8080"),
            Box("service:web", graph.SERVICE, "web", ("nginx:1.27",), span=span(2)),
            Box("service:api", graph.SERVICE, "api", ("shop/api:3",), span=span(4)),
            Box("service:db", graph.SERVICE, "db", ("postgres:17",), span=span(6)),
            Box("volume:data", graph.VOLUME, "data"),
        ),
        arrows=(
            Arrow("outside", "port:8080", graph.ENTERS),
            Arrow("port:8080", "service:web", graph.PUBLISHES, "80"),
            Arrow("service:web", "service:api", graph.DEPENDS_ON, "started"),
            Arrow("service:api", "service:db", graph.DEPENDS_ON, "healthy", critical=True),
            Arrow("service:api", "service:db", graph.TALKS_TO, "5432", firm=False),
            Arrow("service:db", "volume:data", graph.MOUNTS, "/var/lib/postgresql", both=True),
        ),
        groups=(),
        legend=(
            Legend("box", graph.SERVICE, "a service"),
            Legend("box", graph.VOLUME, "a volume"),
            Legend("box", graph.PORT, "a port of the host"),
            Legend("arrow", graph.DEPENDS_ON, "waits for"),
            Legend("arrow", graph.TALKS_TO, "names in its environment"),
            Legend("arrow", graph.MOUNTS, "mounts"),
        ),
    )


def nested() -> Picture:
    """Two projects with groups of groups, one of them empty, and arrows between them."""
    names = ("proxy", "web", "api", "worker", "db", "cache")
    shop = tuple(f"shop/service:{name}" for name in names)
    blog = tuple(f"blog/service:{name}" for name in names[:3])
    boxes = [Box(id_, graph.SERVICE, id_.rpartition(":")[2]) for id_ in (*shop, *blog)]
    return Picture(
        title="shop and blog",
        view="network",
        direction=DOWN,
        boxes=(
            *boxes,
            Box("network:edge", graph.NETWORK, "edge", ("10.0.0.0/24",), external=True),
            Box("shop/volume:data", graph.VOLUME, "data"),
        ),
        arrows=(
            Arrow(shop[0], "network:edge", graph.ATTACHED),
            Arrow(blog[0], "network:edge", graph.ATTACHED, "alias blog.example.org"),
            Arrow(shop[0], shop[1], graph.DEPENDS_ON, "healthy", critical=True),
            Arrow(shop[1], shop[2], graph.DEPENDS_ON, "healthy", critical=True),
            Arrow(shop[2], shop[4], graph.DEPENDS_ON, "completed"),
            Arrow(shop[3], shop[4], graph.DEPENDS_ON, "started", firm=False),
            Arrow(shop[2], shop[5], graph.TALKS_TO),
            Arrow(blog[0], blog[1], graph.LINK),
            Arrow(blog[1], blog[1], graph.TALKS_TO, "itself"),
            Arrow(shop[4], "shop/volume:data", graph.MOUNTS, both=True),
        ),
        groups=(
            Group(
                "shop",
                "project",
                "shop",
                (),
                (
                    Group("shop/network:front", "network", "front", shop[:2]),
                    Group(
                        "shop/network:back",
                        "network",
                        "back (internal)",
                        shop[2:4],
                        (Group("shop/profile:data", "profile", "profile data", shop[4:]),),
                    ),
                    Group("shop/network:unused", "network", "unused", ()),
                ),
            ),
            Group("blog", "project", "blog", blog, external=True),
        ),
        legend=(
            Legend("group", "project", "a project"),
            Legend("group", "network", "a network and who is on it"),
            Legend("arrow", graph.DEPENDS_ON, "waits for"),
        ),
    )


def kinds() -> Picture:
    """Every kind of box, also as an external one, and every kind and manner of arrow."""
    boxes = []
    for kind in BOX_KINDS:
        boxes.append(Box(f"{kind}:own", kind, f"a {kind}", ("more of it",), notes=("a note",)))
        boxes.append(Box(f"{kind}:ext", kind, f"a {kind}, external", (), external=True))
    arrows = []
    for number, kind in enumerate(ARROW_KINDS):
        one, other = boxes[2 * number].id, boxes[2 * number + 1].id
        arrows += [
            Arrow(one, other, kind, kind),
            Arrow(one, other, kind, "not firm", firm=False),
            Arrow(one, other, kind, "critical", critical=True),
            Arrow(one, other, kind, both=True),
        ]
    return Picture(
        "every kind",
        "all",
        RIGHT,
        tuple(boxes),
        tuple(arrows),
        tuple(
            Group(f"group:{kind}", kind, f"a {kind}", (boxes[2 * number].id,))
            for number, kind in enumerate(GROUP_KINDS)
        ),
        (
            *(Legend("box", kind, f"a {kind}") for kind in BOX_KINDS),
            *(Legend("arrow", kind, f"{kind}, an arrow") for kind in ARROW_KINDS),
            *(Legend("group", kind, f"a {kind}") for kind in GROUP_KINDS),
        ),
    )


def marks() -> Picture:
    """Every mark, on a box and on an arrow."""
    boxes = tuple(
        Box(f"service:{mark}", graph.SERVICE, mark, (f"CL301 {mark}",), mark=mark) for mark in MARKS
    )
    arrows = tuple(
        Arrow("service:plain", box.id, graph.DEPENDS_ON, box.mark, mark=box.mark) for box in boxes
    )
    return Picture(
        "marks",
        "dependencies",
        DOWN,
        (Box("service:plain", graph.SERVICE, "plain"), *boxes),
        arrows,
        (),
        tuple(Legend("mark", mark, f"it is {mark}") for mark in MARKS),
    )


def wild(texts: tuple[str, ...] = WILD) -> Picture:
    """Every text as an id, a title, a line, a note, a label and the title of a group."""
    boxes = tuple(
        Box(f"service:{text}", graph.SERVICE, text, (text,), notes=(text,)) for text in texts
    )
    arrows = tuple(
        Arrow(box.id, boxes[number - 1].id, graph.TALKS_TO, box.title, notes=(box.title,))
        for number, box in enumerate(boxes)
    )
    groups = tuple(
        Group(f"group:{box.title}", "label", box.title, (box.id,), notes=(box.title,))
        for box in boxes[::2]
    )
    title = " ".join(texts)
    legend = tuple(Legend("box", graph.SERVICE, text) for text in texts)
    return Picture(title, "overview", RIGHT, boxes, arrows, groups, legend)


def large(services: int = 200) -> Picture:
    """Layers of services, each of which waits for two of the layer before it."""
    boxes = tuple(
        Box(f"service:s{n}", graph.SERVICE, f"service-{n:03}", (f"registry/shop/part:{n}",))
        for n in range(services)
    )
    arrows = tuple(
        Arrow(boxes[n].id, boxes[m].id, graph.DEPENDS_ON, "healthy" if n % 3 == 0 else "")
        for n in range(10, services)
        for m in (n - 10, n // 10 * 10 - 10 + (n * 7) % 10)
        if m != n - 10 or n % 10 != (n * 7) % 10
    )
    groups = tuple(
        Group(f"layer:{n}", "layer", f"layer {n // 10}", tuple(box.id for box in boxes[n : n + 10]))
        for n in range(0, services, 10)
    )
    legend = (Legend("arrow", graph.DEPENDS_ON, "waits for"),)
    return Picture("large", "dependencies", RIGHT, boxes, arrows, groups, legend)


def empty() -> Picture:
    return Picture("", "overview", RIGHT, (), (), (), ())


#: All of them, by name.
PICTURES = {
    "three": three(),
    "nested": nested(),
    "kinds": kinds(),
    "marks": marks(),
    "wild": wild(),
    "large": large(),
    "empty": empty(),
}
