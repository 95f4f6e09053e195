// Search: names, images, ports. Enter goes from match to match.

const input = byId("search");
let matches = [];
let current = -1;

const words = () => input.value.toLowerCase().split(/\s+/).filter(Boolean);
const matching = (id) => {
  const node = nodes.get(id);
  return Boolean(node) && words().every((word) => node.search.includes(word));
};

// The view as it is searched now; `found` are the matches in the order of reading.
function searchView() {
  if (!view.drawing) return;
  const asked = words().length > 0;
  matches = asked ? [...view.nodes.keys()].filter((id) => matching(id) && !isOff(id)) : [];
  current = -1;
  const found = new Set(matches);
  for (const [id, node] of view.nodes) {
    node.element.classList.toggle("found", found.has(id));
    node.element.classList.remove("current");
  }
  view.drawing.classList.toggle("searched", asked);
  showMatches(asked);
  drawMapSoon();
}

function showMatches(asked) {
  const shown = byId("matches");
  shown.classList.toggle("none", asked && !matches.length);
  if (!asked) shown.textContent = "";
  else if (current >= 0) shown.textContent = `${current + 1}/${matches.length}`;
  else shown.textContent = String(matches.length);
}

// The first view that shows a match of what is asked for.
function elsewhere() {
  return views.find((one) => one !== view && one.shows.some(matching));
}

function tellMatches() {
  if (!words().length) return tell("");
  if (matches.length) {
    const found = count(matches.length, "match", "matches");
    return tell(`${found}: ${some(matches.map(title))}. Enter goes through them.`);
  }
  const other = elsewhere();
  return tell(other ? `No match here, but in ${other.label}. Enter goes there.` : "No match.");
}

function cycle(step) {
  if (!matches.length) {
    const other = words().length && elsewhere();
    if (other) {
      show(views.indexOf(other));
      input.focus();
      cycle(1);
    }
    return;
  }
  if (current >= 0) view.nodes.get(matches[current]).element.classList.remove("current");
  current = current < 0 && step < 0 ? matches.length - 1 : (current + step + matches.length) % matches.length;
  const id = matches[current];
  view.nodes.get(id).element.classList.add("current");
  bring(id, true);
  showMatches(true);
  readout(id);
  tell(`${current + 1} of ${matches.length}: ${title(id)}, ${nodes.get(id).sub}`);
}

input.addEventListener("input", () => {
  light(null);
  searchView();
  tellMatches();
});
input.addEventListener("keydown", (event) => {
  if (event.key === "Enter") {
    event.preventDefault();
    const id = matches[current];
    if ((event.ctrlKey || event.metaKey) && id) openPanel(id, true);
    else cycle(event.shiftKey ? -1 : 1);
  } else if (event.key === "Escape") {
    event.stopPropagation();
    if (input.value) {
      input.value = "";
      searchView();
      readout(lit);
      tell("");
    } else {
      input.blur();
    }
  }
});
