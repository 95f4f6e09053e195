// Lights up what a node reaches (solid outline, a filled sign) and what reaches it (dashed
// outline, an open sign): told apart without colour too.

const SIGNS = { down: "→", up: "←" };
let lit = null;
let opened = null;

// `id` is the node pointed at; none leaves the one lit whose panel is open.
function light(id) {
  const wanted = id ?? (opened && view.nodes.has(opened) ? opened : null);
  if (wanted === lit && view.litBy === wanted) return;
  unlight();
  lit = wanted;
  view.litBy = wanted;
  readout(wanted);
  drawMapSoon();
  if (wanted === null || !view.nodes.has(wanted)) return;
  const { down, up } = reach(wanted);
  for (const [other, node] of view.nodes) {
    const list = node.element.classList;
    if (other === wanted) list.add("on", "self");
    if (down.has(other)) sign(node, "down", down.get(other));
    if (up.has(other)) sign(node, "up", up.get(other));
  }
  for (const edge of view.edges) {
    const forth = (edge.source === wanted || down.has(edge.source)) && down.has(edge.target);
    const back = (edge.target === wanted || up.has(edge.target)) && up.has(edge.source);
    const own = edge.source === wanted || edge.target === wanted;
    if (forth) edge.element.classList.add("on", "down");
    else if (back) edge.element.classList.add("on", "up");
    else if (own) edge.element.classList.add("on");
  }
  view.drawing.classList.add("lit");
}

function unlight() {
  for (const one of views) {
    if (!one.drawing || !one.drawing.classList.contains("lit")) continue;
    one.drawing.classList.remove("lit");
    one.litBy = null;
    for (const node of one.nodes.values()) {
      node.element.classList.remove("on", "self", "near", "down", "up");
      for (const each of Object.values(node.signs)) each.remove();
    }
    for (const edge of one.edges) edge.element.classList.remove("on", "down", "up");
  }
}

function sign(node, way, steps) {
  node.element.classList.add("on", way);
  if (steps === 1) node.element.classList.add("near");
  if (!node.signs[way]) {
    const text = drawn("text", { y: 4 }, SIGNS[way]);
    node.signs[way] = drawn("g", { class: `sign-in-drawing ${way}` }, drawn("circle", { r: 8.5 }), text);
  }
  placeSign(node, way);
  node.element.append(node.signs[way]);
}

// Signs stay large enough to be read when the drawing is small.
function placeSign(node, way) {
  const { x, y, width } = node.box;
  const size = Math.min(Math.max(0.8 / view.at.scale, 1), 2.6);
  const left = way === "down" ? x + width - 2 : x + 2;
  node.signs[way].setAttribute("transform", `translate(${left} ${y}) scale(${size})`);
}

function resign() {
  if (!lit || !view.nodes) return;
  for (const node of view.nodes.values()) {
    for (const way of Object.keys(node.signs)) if (node.signs[way].isConnected) placeSign(node, way);
  }
}

// --- what is pointed at, in words

function readout(id) {
  const box = byId("readout");
  // The open panel tells all of it already.
  const node = id === null || id === opened ? undefined : nodes.get(id);
  box.hidden = !node;
  if (!node) return;
  const first = make("div", {}, make("b", {}, node.title), " ", make("span", { class: "kind" }, node.sub));
  box.replaceChildren(first, ...["down", "up"].map((way) => reachLine(id, way)).filter(Boolean));
}

// Services first, then who is outside, then the rest; otherwise the nearest first.
const RANKS = { service: 0, job: 0, outside: 1, host: 1, port: 2 };
const rank = (id) => RANKS[nodes.get(id).kind] ?? 3;
const ordered = (ids) => [...ids].sort((a, b) => rank(a) - rank(b));

function reachLine(id, way) {
  const found = ordered(reach(id)[way].keys());
  if (!found.length) return null;
  const services = found.filter((one) => rank(one) === 0).map(title);
  const others = found.filter((one) => rank(one) > 0).map(title);
  const verb = way === "down" ? "reaches" : "reached by";
  const mark = make("span", { class: `sign ${way}`, "aria-hidden": "true" }, SIGNS[way]);
  const number = services.length ? `${count(services.length, "service", "services")}: ${some(services)}` : "";
  const more = others.length ? some(others, 4) : "";
  return make("div", {}, mark, `${verb} ${[number, more].filter(Boolean).join("; also ")}`);
}

function readEdge(edge) {
  const box = byId("readout");
  for (const other of view.edges) other.element.classList.toggle("told", other === edge);
  if (!edge) return;
  box.hidden = false;
  box.replaceChildren(make("div", {}, edge.words));
}

// When the drawing moves under a pointer that rests, nobody points at anything new.
const rested = { x: NaN, y: NaN };
function rests(event) {
  const same = event.clientX === rested.x && event.clientY === rested.y;
  rested.x = event.clientX;
  rested.y = event.clientY;
  return same;
}

stage.addEventListener("pointerover", (event) => {
  if (rests(event) || stage.classList.contains("dragging")) return;
  const element = event.target.closest(".node, .edge");
  if (element && element.classList.contains("node")) {
    readEdge(null);
    light(element.dataset.id);
    return;
  }
  light(null);
  const edge = element && view.edges.find((one) => one.element === element);
  if (edge) readEdge(edge);
  else {
    readEdge(null);
    readout(lit);
  }
});
stage.addEventListener("pointerleave", () => {
  readEdge(null);
  light(null);
  readout(lit);
});
stage.addEventListener("focusin", (event) => {
  const element = event.target.closest(".node");
  if (!element || !element.matches(":focus-visible")) return;
  bring(element.dataset.id);
  light(element.dataset.id);
});
stage.addEventListener("focusout", (event) => {
  if (event.target.closest(".node")) light(null);
});
