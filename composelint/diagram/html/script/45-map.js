// A small map of the whole picture, where only a part of it is in sight.

const map = byId("map");

function mapped() {
  const { whole } = view;
  const scale = Math.min(190 / whole.width, 140 / whole.height);
  return { scale, width: whole.width * scale, height: whole.height * scale };
}

// The part of the picture that is in sight, in units of the drawing.
function inSight() {
  const { width, height } = room();
  const wide = width / view.at.scale;
  const high = height / view.at.scale;
  return { x: view.at.x - wide / 2, y: view.at.y - high / 2, width: wide, height: high };
}

function drawMap() {
  if (!view.drawing || !view.at) {
    map.hidden = true;
    return;
  }
  const { whole } = view;
  const sight = inSight();
  map.hidden = room().width < 600 || (sight.width > whole.width * 0.97 && sight.height > whole.height * 0.97);
  if (map.hidden) return;
  const { scale, width, height } = mapped();
  const dense = devicePixelRatio || 1;
  map.width = Math.ceil(width * dense);
  map.height = Math.ceil(height * dense);
  const pen = map.getContext("2d");
  const colours = getComputedStyle(map);
  pen.scale(dense * scale, dense * scale);
  pen.translate(-whole.x, -whole.y);
  for (const node of view.nodes.values()) {
    const { classList } = node.element;
    const strong = classList.contains("on") || classList.contains("found");
    pen.fillStyle = strong ? colours.outlineColor : colours.color;
    pen.globalAlpha = strong || !view.drawing.matches(".lit, .searched") ? 1 : 0.35;
    pen.fillRect(node.x - node.width / 2, node.y - node.height / 2, node.width, node.height);
  }
  pen.globalAlpha = 1;
  pen.strokeStyle = colours.outlineColor;
  pen.lineWidth = 1.5 / scale;
  const inner = 1 / scale;
  const left = Math.max(sight.x, whole.x + inner);
  const top = Math.max(sight.y, whole.y + inner);
  const right = Math.min(sight.x + sight.width, whole.x + whole.width - inner);
  const bottom = Math.min(sight.y + sight.height, whole.y + whole.height - inner);
  pen.strokeRect(left, top, Math.max(right - left, inner), Math.max(bottom - top, inner));
}

let mapping = 0;
function drawMapSoon() {
  if (!mapping) {
    mapping = requestAnimationFrame(() => {
      mapping = 0;
      drawMap();
    });
  }
}

function goTo(event) {
  if (!(event.buttons & 1)) return;
  const area = map.getBoundingClientRect();
  const { scale } = mapped();
  view.at.x = view.whole.x + (event.clientX - area.left) / scale;
  view.at.y = view.whole.y + (event.clientY - area.top) / scale;
  view.at.whole = false;
  placeSoon();
}
map.addEventListener("pointerdown", (event) => {
  map.setPointerCapture(event.pointerId);
  goTo(event);
});
map.addEventListener("pointermove", goTo);
