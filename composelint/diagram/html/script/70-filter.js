// Filters by profile and network. What is filtered out is dimmed, or hidden.

const unchecked = { profile: new Set(), network: new Set() };
let off = new Set();

const isOff = (id) => off.has(id) && stage.classList.contains("hides");
const runs = (node) => node.kind === "service" || node.kind === "job";

const beside = new Map(data.nodes.map((node) => [node.id, new Set()]));
for (const edge of data.edges) {
  beside.get(edge.source).add(edge.target);
  beside.get(edge.target).add(edge.source);
}

function filteredOut(node) {
  const { profile, network } = unchecked;
  const byProfile = node.profiles.length > 0 && node.profiles.every((name) => profile.has(name));
  const on = node.networks.length ? node.networks : [""];
  return byProfile || (network.size > 0 && on.every((id) => network.has(id)));
}

// Services first; then what hangs on services only, then what hangs on that (who comes in).
function compute() {
  off = new Set();
  for (const node of data.nodes) {
    if (runs(node) ? filteredOut(node) : unchecked.network.has(node.id)) off.add(node.id);
  }
  const others = data.nodes.filter((node) => !runs(node));
  for (const wanted of [(id) => runs(nodes.get(id)), (id) => nodes.get(id).kind === "port"]) {
    for (const node of others) {
      const near = [...beside.get(node.id)].filter(wanted);
      if (near.length && near.every((id) => off.has(id))) off.add(node.id);
    }
  }
}

function filterView() {
  if (!view.drawing) return;
  for (const [id, node] of view.nodes) node.element.classList.toggle("off", off.has(id));
  for (const edge of view.edges) {
    edge.element.classList.toggle("off", off.has(edge.source) || off.has(edge.target));
  }
}

function filterAll() {
  compute();
  filterView();
  searchView();
  const chosen = unchecked.profile.size + unchecked.network.size;
  const badge = byId("filter-count");
  badge.hidden = !chosen;
  badge.textContent = chosen;
  byId("filter-button").setAttribute("aria-label", chosen ? `Filter, ${chosen} switched off` : "Filter");
  const services = data.nodes.filter(runs);
  const left = services.filter((node) => !off.has(node.id)).length;
  tell(`${left} of ${count(services.length, "service", "services")} shown`);
}

function choice(kind, key, label, number) {
  const box = make("input", { type: "checkbox", "data-filter": kind, "data-key": key });
  box.checked = true;
  box.addEventListener("change", () => {
    if (box.checked) unchecked[kind].delete(key);
    else unchecked[kind].add(key);
    filterAll();
  });
  const many = make("span", { class: "number", "aria-hidden": "true" }, String(number));
  return make("li", {}, make("label", {}, box, make("span", {}, label), many));
}

function manner(value, label) {
  const box = make("input", { type: "radio", name: "manner", value });
  box.checked = value === "dim";
  box.addEventListener("change", () => {
    stage.classList.toggle("hides", box.checked && value === "hide");
    filterAll();
  });
  return make("label", {}, box, label);
}

function fillFilters() {
  const services = data.nodes.filter(runs);
  const card = byId("filters");
  const using = (test) => services.filter(test).length;
  if (data.profiles.length) {
    const all = data.profiles.map((name) =>
      choice("profile", name, name, using((node) => node.profiles.includes(name))),
    );
    card.append(make("h2", {}, "Profiles"), make("ul", {}, ...all));
  }
  const networks = data.nodes.filter((node) => node.kind === "network");
  if (networks.length) {
    const all = networks.map((node) =>
      choice("network", node.id, node.title, using((one) => one.networks.includes(node.id))),
    );
    const without = using((node) => !node.networks.length);
    if (without) all.push(choice("network", "", "on no network", without));
    card.append(make("h2", {}, "Networks"), make("ul", {}, ...all));
  }
  if (!card.children.length) {
    card.append(make("p", {}, "There are neither profiles nor networks to filter by."));
    return;
  }
  const reset = make("button", { type: "button", class: "plain" }, "Show everything");
  reset.addEventListener("click", () => {
    unchecked.profile.clear();
    unchecked.network.clear();
    for (const box of card.querySelectorAll("input[type=checkbox]")) box.checked = true;
    filterAll();
  });
  const row = make("div", { class: "row" }, manner("dim", "dimmed"), manner("hide", "hidden"));
  card.append(make("h2", {}, "What is switched off is"), row, reset);
}
