// The side panel: everything that is known of one node.

const panel = byId("panel");
let cameFrom = null;

function openPanel(id, byKey = false) {
  const node = nodes.get(id);
  if (!node) return;
  if (panel.hidden || !panel.contains(document.activeElement)) cameFrom = document.activeElement;
  opened = id;
  fillPanel(node);
  panel.hidden = false;
  panel.scrollTop = 0;
  light(null);
  readout(lit);
  resized();
  bring(id);
  if (byKey) byId("panel-title").focus();
  remember();
}

function closePanel() {
  if (panel.hidden) return;
  const node = view.nodes && view.nodes.get(opened);
  const inside = panel.contains(document.activeElement);
  panel.hidden = true;
  opened = null;
  light(null);
  resized();
  if (inside) (node ? node.element : cameFrom || view.tab).focus({ preventScroll: true });
  remember();
}

function fillPanel(node) {
  const close = make("button", { type: "button", class: "close", "aria-label": "Close" }, icon("M4 4l8 8M12 4l-8 8"));
  close.addEventListener("click", closePanel);
  const name = make("h2", { id: "panel-title", tabindex: "-1" }, node.title);
  const head = make("header", {}, make("div", {}, name, make("p", { class: "sub" }, node.sub)), close);
  panel.replaceChildren(
    head,
    ...changes(node),
    ...findings(node),
    facts(node),
    ...relations(node, "down", "Reaches"),
    ...relations(node, "up", "Reached by"),
    ...written(node),
  );
}

function facts(node) {
  const list = make("dl");
  for (const [label, values] of node.facts) {
    list.append(make("dt", {}, label), make("dd", {}, ...values.map((value) => make("span", {}, value))));
  }
  return list;
}

// What a comparison or a plan says.
function changes(node) {
  if (!node.mark) return [];
  const all = (node.changes || []).map((text) => make("li", {}, text));
  return [make("p", { class: "mark" }, node.mark), make("ul", { class: "changes" }, ...all)];
}

function findings(node) {
  if (!node.findings.length) return [];
  const all = node.findings.map((one) => {
    const where = `${one.file}:${one.line}`;
    const head = make(
      "div",
      { class: "head" },
      make("span", { class: "severity" }, one.severity),
      make("span", {}, one.id),
      one.href ? make("a", { href: one.href, rel: "noopener" }, where) : make("span", {}, where),
    );
    const help = one.help ? make("p", { class: "help" }, one.help) : "";
    return make("li", { class: `finding ${one.severity}` }, head, make("p", {}, one.message), help);
  });
  return [make("h3", {}, count(all.length, "finding", "findings")), make("ul", {}, ...all)];
}

// Direct relations in words, then the names of what is further away.
function relations(node, way, heading) {
  const [from, to, side] = way === "down" ? ["source", "target", 0] : ["target", "source", 1];
  const edges = data.edges
    .filter((edge) => edge[from] === node.id && edge[to] !== node.id)
    .sort((a, b) => rank(a[to]) - rank(b[to]));
  const { [way]: all } = reach(node.id);
  if (!edges.length && !all.size) return [];
  const list = make("ul", { class: "relations" });
  for (const edge of edges) {
    const other = make("button", { type: "button" }, title(edge[to]));
    other.addEventListener("click", () => openPanel(edge[to], true));
    const more = edge.detail ? make("span", { class: "how" }, ` (${edge.detail})`) : "";
    const verb = make("span", { class: "how" }, `${data.relations[edge.kind][side]} `);
    list.append(make("li", {}, verb, other, more));
  }
  const far = ordered([...all.keys()].filter((id) => all.get(id) > 1)).map(title);
  const sign = make("span", { class: `sign ${way}`, "aria-hidden": "true" }, SIGNS[way]);
  const parts = [make("h3", {}, sign, heading), list];
  if (far.length) parts.push(make("p", { class: "far" }, `and through them ${some(far, 12)}`));
  return parts;
}

function written(node) {
  if (!node.place) return [];
  const { file, line, href } = node.place;
  const where = `${file}:${line}`;
  const link = href ? make("a", { href, rel: "noopener" }, where) : make("span", {}, where);
  const code = make("pre", { tabindex: "0", "aria-label": `Lines of ${file}` });
  node.excerpt.lines.forEach((text, number) => {
    code.append(make("span", { "data-line": String(node.excerpt.first + number) }, text || " "));
  });
  const parts = [make("h3", {}, "In the file"), make("p", { class: "place" }, link), code];
  if (node.excerpt.more) {
    parts.push(make("p", { class: "far" }, `and ${count(node.excerpt.more, "line", "lines")} more`));
  }
  return parts;
}

stage.addEventListener("click", (event) => {
  const element = event.target.closest(".node");
  if (element) openPanel(element.dataset.id);
});
