// Pan and zoom: `scale` is pixels for one unit of the drawing, `x` and `y` what is in the middle.

const LEAST = 0.02;
const MOST = 6;

function room() {
  return { width: Math.max(stage.clientWidth, 1), height: Math.max(stage.clientHeight, 1) };
}

function place() {
  if (!view.drawing || !view.at) return;
  const { width, height } = room();
  const wide = width / view.at.scale;
  const high = height / view.at.scale;
  const left = view.at.x - wide / 2;
  const top = view.at.y - high / 2;
  view.drawing.setAttribute("viewBox", `${left} ${top} ${wide} ${high}`);
  drawMapSoon();
}

let placing = 0;
function placeSoon() {
  if (!placing) {
    placing = requestAnimationFrame(() => {
      placing = 0;
      place();
    });
  }
}

function fit() {
  if (!view.drawing) return;
  const { width, height } = room();
  const { whole } = view;
  const margin = Math.min(36, width / 12);
  const scale = Math.min((width - 2 * margin) / whole.width, (height - 2 * margin) / whole.height, 1.6);
  view.at = {
    scale: Math.max(scale, LEAST),
    x: whole.x + whole.width / 2,
    y: whole.y + whole.height / 2,
    whole: true,
  };
  place();
  resign();
}

// At first the whole picture; of a large one, which could not be read so, the part where it begins.
const READABLE = 0.45;

function begin() {
  fit();
  if (!view.drawing || view.at.scale >= READABLE || !view.nodes.size) return;
  const { width, height } = room();
  const { whole } = view;
  const start = view.nodes.get("outside") || view.nodes.values().next().value;
  const scale = 0.75;
  const within = (value, low, size, span) =>
    size <= span ? low + size / 2 : Math.min(Math.max(value, low + span / 2), low + size - span / 2);
  const right = view.drawing.dataset.direction !== "down";
  view.at = {
    scale,
    x: within(right ? whole.x : start.x, whole.x - 20 / scale, whole.width + 40 / scale, width / scale),
    y: within(right ? start.y : whole.y, whole.y - 20 / scale, whole.height + 40 / scale, height / scale),
    whole: false,
  };
}

// Zooms by a factor about a point of the stage, in pixels; the middle where none is given.
function zoom(factor, left, top) {
  if (!view.at) return;
  const { width, height } = room();
  const scale = Math.min(Math.max(view.at.scale * factor, LEAST), MOST);
  const aside = (left === undefined ? width / 2 : left) - width / 2;
  const down = (top === undefined ? height / 2 : top) - height / 2;
  view.at.x += aside / view.at.scale - aside / scale;
  view.at.y += down / view.at.scale - down / scale;
  view.at.scale = scale;
  view.at.whole = false;
  placeSoon();
  resign();
}

function pan(left, top) {
  if (!view.at) return;
  view.at.x -= left / view.at.scale;
  view.at.y -= top / view.at.scale;
  view.at.whole = false;
  placeSoon();
}

// Brings a node into sight: to the middle and to a size that can be read, where asked.
function bring(id, closer = false) {
  const node = view.nodes.get(id);
  if (!node || !view.at) return;
  const { width, height } = room();
  const { box } = node;
  const matrix = node.element.getCTM();
  if (!matrix) return;
  const corner = new DOMPoint(box.x, box.y).matrixTransform(matrix);
  const other = new DOMPoint(box.x + box.width, box.y + box.height).matrixTransform(matrix);
  const inside = corner.x > 12 && corner.y > 12 && other.x < width - 12 && other.y < height - 12;
  if (inside && !(closer && view.at.scale < 0.7)) return;
  pan(width / 2 - (corner.x + other.x) / 2, height / 2 - (corner.y + other.y) / 2);
  if (closer && view.at.scale < 0.7) zoom(0.9 / view.at.scale);
  place();
}

stage.addEventListener(
  "wheel",
  (event) => {
    if (event.target.closest(".card")) return;
    event.preventDefault();
    const area = stage.getBoundingClientRect();
    const lines = event.deltaMode === 1 ? 18 : event.deltaMode === 2 ? 400 : 1;
    const pace = event.ctrlKey ? 0.01 : 0.0016;
    const factor = Math.exp(-Math.max(-300, Math.min(300, event.deltaY * lines)) * pace);
    zoom(factor, event.clientX - area.left, event.clientY - area.top);
  },
  { passive: false },
);

// One pointer drags, two pinch.
const pointers = new Map();
let dragged = false;

stage.addEventListener("pointerdown", (event) => {
  if (event.button !== 0 || !event.target.closest(".view")) return;
  pointers.set(event.pointerId, { x: event.clientX, y: event.clientY });
  dragged = pointers.size > 1;
});

stage.addEventListener("pointermove", (event) => {
  const before = pointers.get(event.pointerId);
  if (!before) return;
  const now = { x: event.clientX, y: event.clientY };
  if (!dragged && Math.hypot(now.x - before.x, now.y - before.y) < 4) return;
  if (!stage.classList.contains("dragging")) {
    dragged = true;
    stage.classList.add("dragging");
    stage.setPointerCapture(event.pointerId);
    light(null);
  }
  const other = [...pointers].find(([id]) => id !== event.pointerId);
  if (other) {
    const [, still] = other;
    const area = stage.getBoundingClientRect();
    const factor = Math.hypot(now.x - still.x, now.y - still.y) / Math.hypot(before.x - still.x, before.y - still.y);
    if (Number.isFinite(factor) && factor > 0) zoom(factor, still.x - area.left, still.y - area.top);
  } else {
    pan(now.x - before.x, now.y - before.y);
  }
  pointers.set(event.pointerId, now);
});

for (const name of ["pointerup", "pointercancel"]) {
  stage.addEventListener(name, (event) => {
    pointers.delete(event.pointerId);
    if (!pointers.size) stage.classList.remove("dragging");
  });
}

// A drag is no click.
stage.addEventListener(
  "click",
  (event) => {
    if (dragged && event.target.closest(".view")) event.stopPropagation();
    dragged = false;
  },
  true,
);

// A picture that is shown as a whole stays whole when the room for it changes.
const resized = () => (view.at && view.at.whole ? fit() : place());
new ResizeObserver(resized).observe(stage);
byId("zoom-in").addEventListener("click", () => zoom(1.3));
byId("zoom-out").addEventListener("click", () => zoom(1 / 1.3));
byId("zoom-fit").addEventListener("click", fit);

addEventListener("beforeprint", () => {
  view.kept = view.at && { ...view.at };
  fit();
});
addEventListener("afterprint", () => {
  if (view.kept) view.at = view.kept;
  place();
});
