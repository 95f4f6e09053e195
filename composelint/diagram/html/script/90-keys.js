// Keys, cards, the theme, and the start.

const cards = ["filter", "legend"].map((name) => ({
  button: byId(`${name}-button`),
  card: byId(name === "filter" ? "filters" : name),
}));

function toggleCard(one, open = one.card.hidden) {
  for (const other of cards) {
    const shown = other === one && open;
    other.card.hidden = !shown;
    other.button.setAttribute("aria-expanded", shown);
  }
}
for (const one of cards) one.button.addEventListener("click", () => toggleCard(one));

const STEP = 60;
const MOVES = { ArrowLeft: [STEP, 0], ArrowRight: [-STEP, 0], ArrowUp: [0, STEP], ArrowDown: [0, -STEP] };

function escape() {
  const open = cards.find((one) => !one.card.hidden);
  if (open) {
    const inside = open.card.contains(document.activeElement);
    toggleCard(open, false);
    if (inside) open.button.focus();
  } else {
    closePanel();
  }
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  const at = event.target;
  if (event.key === "Escape") return escape();
  if (at.matches("input, textarea, select")) return undefined;
  const node = at.closest(".node");
  if (node && (event.key === "Enter" || event.key === " ")) {
    event.preventDefault();
    return openPanel(node.dataset.id, true);
  }
  if (panel.contains(at) || at.closest(".card")) return undefined;
  if (event.key === "/") {
    event.preventDefault();
    input.focus();
    input.select();
  } else if (event.key === "+" || event.key === "=") zoom(1.3);
  else if (event.key === "-") zoom(1 / 1.3);
  else if (event.key === "0") fit();
  else if (MOVES[event.key]) {
    event.preventDefault();
    pan(...MOVES[event.key]);
  }
  return undefined;
});

// --- the theme: as the system has it, until it is switched

const dark = matchMedia("(prefers-color-scheme: dark)");
const root = document.documentElement;

function themeNow() {
  return root.dataset.theme || (dark.matches ? "dark" : "light");
}
function labelTheme() {
  byId("theme").setAttribute("aria-label", themeNow() === "dark" ? "Use light colours" : "Use dark colours");
}
byId("theme").addEventListener("click", () => {
  root.dataset.theme = themeNow() === "dark" ? "light" : "dark";
  labelTheme();
  try {
    localStorage.setItem("composelint-theme", root.dataset.theme);
  } catch {
    // A page from a file may have no storage.
  }
});
dark.addEventListener("change", labelTheme);
try {
  const kept = localStorage.getItem("composelint-theme");
  if (kept === "dark" || kept === "light") root.dataset.theme = kept;
} catch {
  // As above.
}
labelTheme();

// --- the address tells the view and what is open, so that a link leads there

function remember() {
  const parts = [`view=${view.name}`];
  if (opened !== null) parts.push(`at=${encodeURIComponent(opened)}`);
  try {
    history.replaceState(null, "", `#${parts.join("&")}`);
  } catch {
    // Some browsers refuse this on pages from files.
  }
}

const asked = new URLSearchParams(location.hash.slice(1));
fillFilters();
compute();
const first = views.findIndex((one) => one.name === asked.get("view"));
show(first < 0 ? 0 : first);
if (asked.get("at") && nodes.has(asked.get("at"))) openPanel(asked.get("at"));
