// The legend of the view: shapes as they stand in its drawing, so that it tells what is there.

const KEYS = [
  ["/", "search; Enter goes on"],
  ["Tab", "from one to the next"],
  ["Enter", "open the panel"],
  ["Esc", "close it"],
  ["+ - 0", "zoom, show all"],
  ["← → ↑ ↓", "move the picture"],
];

function legendView() {
  const list = make("ul");
  for (const entry of view.legend) {
    const sample = SAMPLES[entry.what] && SAMPLES[entry.what](entry);
    if (sample) list.append(make("li", {}, sample, make("span", {}, entry.text)));
  }
  const ways = make("ul");
  for (const way of ["down", "up"]) {
    const sign = make("span", { class: `sign ${way}`, "aria-hidden": "true" }, SIGNS[way]);
    const text = way === "down" ? "it reaches this" : "this reaches it";
    ways.append(make("li", {}, make("span", { class: "sample" }, sign), text));
  }
  const keys = make("dl");
  for (const [names, meaning] of KEYS) {
    const shown = names.split(" ").map((name) => make("kbd", {}, name));
    keys.append(make("dt", {}, ...shown), make("dd", {}, meaning));
  }
  byId("legend").replaceChildren(
    ...(list.children.length ? [make("h2", {}, "In this picture"), list] : []),
    make("h2", {}, "When you point at something"),
    ways,
    make("div", { class: "keys" }, make("h2", {}, "Keys"), keys),
  );
}

const sampleOf = (viewBox, ...shapes) => drawn("svg", { class: "sample", viewBox, "aria-hidden": "true" }, ...shapes);

const HEADS = {
  normal: { d: "M36 9 44 13 36 17z" },
  onormal: { d: "M36 9 44 13 36 17z", open: true },
  vee: { d: "M36 9 44 13 36 17 38.5 13z" },
  odiamond: { d: "M36 13 40 10 44 13 40 16z", open: true },
  odot: { d: "M36 13a4 4 0 1 0 8 0a4 4 0 1 0-8 0z", open: true },
};

const SAMPLES = {
  // The outline of the first box of this kind.
  box(entry) {
    const wanted = entry.kind === "external" ? ".node.external" : `.node[data-kind="${entry.kind}"]`;
    const element = view.drawing && view.drawing.querySelector(wanted);
    const node = element && view.nodes.get(element.dataset.id);
    if (!node) return null;
    const { x, y, width, height } = node.box;
    const shapes = [...element.children]
      .filter((child) => child.matches(".shape, g:not(.sign-in-drawing)"))
      .map((child) => child.cloneNode(true));
    const group = drawn("g", { class: "node sampled" }, ...shapes);
    for (const text of group.querySelectorAll("text, .ring")) text.remove();
    for (const name of ["kind", "family"]) if (element.dataset[name]) group.dataset[name] = element.dataset[name];
    group.classList.add(...[...element.classList].filter((name) => !STATES.includes(name)));
    const outline = drawn("g", { class: "drawing" }, group);
    return sampleOf(`${x - 4} ${y - 4} ${width + 8} ${height + 8}`, outline);
  },
  arrow(entry) {
    const dashes = { dashed: "5 3", dotted: "1 4" }[entry.style] || "none";
    const style = { stroke: entry.line, "stroke-width": entry.penwidth, "stroke-dasharray": dashes };
    const shapes = [drawn("path", { d: "M2 13H36", fill: "none", ...style })];
    const head = entry.arrowhead === "none" ? null : HEADS[entry.arrowhead] || HEADS.normal;
    if (head) {
      const fill = head.open ? "none" : entry.line;
      shapes.push(drawn("path", { d: head.d, fill, stroke: entry.line, "stroke-width": 1.2 }));
    } else {
      shapes[0].setAttribute("d", "M2 13H44");
    }
    return sampleOf("0 0 46 26", drawn("g", { class: "drawing" }, ...shapes));
  },
  mark(entry) {
    const style = { fill: entry.ground, stroke: entry.line, "stroke-width": 1.5 };
    if (entry.broken) style["stroke-dasharray"] = "4 3";
    const box = drawn("rect", { x: 2, y: 3, width: 42, height: 20, rx: 5, ...style });
    const sign = drawn("text", { x: 23, y: 17.5, "text-anchor": "middle", "font-size": 12, fill: entry.line }, entry.sign);
    return sampleOf("0 0 46 26", drawn("g", { class: "drawing" }, box, sign));
  },
};
const STATES = ["on", "self", "down", "up", "near", "found", "current", "off"];
