// The views: one drawing each, of which one is shown. What a drawing holds is looked up once, when
// it is first shown: a thousand services in five views would be long to measure at the start.

const stage = byId("stage");
const views = data.views.map((view, number) => ({
  ...view,
  tab: byId(`tab-${number}`),
  holder: byId(`view-${number}`),
  drawing: byId(`view-${number}`).querySelector(".drawing"),
  ready: false,
}));
let view = views[0];

function prepare(one) {
  one.ready = true;
  one.nodes = new Map();
  one.edges = [];
  if (!one.drawing) return;
  const [x, y, width, height] = one.drawing.getAttribute("viewBox").split(/[\s,]+/).map(Number);
  one.whole = { x, y, width, height };
  const found = [...one.drawing.querySelectorAll(".node[data-id]")];
  const screen = one.drawing.getScreenCTM().inverse();
  const places = found.map((element) => {
    const { left, top, right, bottom } = element.getBoundingClientRect();
    const corner = new DOMPoint(left, top).matrixTransform(screen);
    const other = new DOMPoint(right, bottom).matrixTransform(screen);
    return { x: corner.x, y: corner.y, width: other.x - corner.x, height: other.y - corner.y };
  });
  const boxes = found.map((element) => element.getBBox());
  found.forEach((element, number) => {
    const place = places[number];
    one.nodes.set(element.dataset.id, {
      id: element.dataset.id,
      element,
      box: boxes[number],
      x: place.x + place.width / 2,
      y: place.y + place.height / 2,
      width: place.width,
      height: place.height,
      signs: {},
    });
  });
  inReadingOrder(one);
  for (const node of one.nodes.values()) {
    const { x: left, y: top, width: wide, height: high } = node.box;
    const ring = { class: "ring", x: left - 5, y: top - 5, width: wide + 10, height: high + 10, rx: 7 };
    node.element.append(drawn("rect", ring));
  }
  for (const element of one.drawing.querySelectorAll(".edge")) {
    const { source, target, kind, words } = element.dataset;
    one.edges.push({ element, source, target, kind, words });
    const line = element.querySelector("path");
    if (line) element.prepend(drawn("path", { class: "hit", d: line.getAttribute("d") }));
  }
}

// The Tab key goes through the drawing as one reads it: layer by layer along the arrows.
function inReadingOrder(one) {
  const right = one.drawing.dataset.direction !== "down";
  const band = (value) => Math.round(value / 24);
  const ordered = [...one.nodes.values()].sort((a, b) =>
    right ? band(a.x) - band(b.x) || a.y - b.y : band(a.y) - band(b.y) || a.x - b.x,
  );
  one.nodes = new Map(ordered.map((node) => [node.id, node]));
  const parent = new Map();
  for (const { element } of ordered) {
    const above = element.parentNode;
    if (!parent.has(above)) parent.set(above, []);
    parent.get(above).push(element);
  }
  for (const [above, elements] of parent) above.append(...elements);
}

function show(number, focusTab = false) {
  view = views[number];
  views.forEach((one) => {
    const on = one === view;
    one.tab.setAttribute("aria-selected", on);
    one.tab.tabIndex = on ? 0 : -1;
    one.holder.hidden = !on;
  });
  if (focusTab) view.tab.focus();
  if (!view.ready) {
    prepare(view);
    begin();
  }
  place();
  filterView();
  searchView();
  legendView();
  light(null);
  remember();
}

for (const [number, one] of views.entries()) {
  one.tab.addEventListener("click", () => show(number));
  one.tab.addEventListener("keydown", (event) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    const last = views.length - 1;
    let next = step === undefined ? undefined : (number + step + views.length) % views.length;
    if (event.key === "Home") next = 0;
    if (event.key === "End") next = last;
    if (next === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    show(next, true);
  });
}
