// What the page knows, and small tools. All scripts of this folder are one function in the page.

const data = JSON.parse(document.getElementById("data").textContent);
const nodes = new Map(data.nodes.map((node) => [node.id, node]));

const byId = (id) => document.getElementById(id);

// An element with attributes and children; texts become text, never markup.
function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== false && value !== undefined) element.setAttribute(name, value);
  }
  element.append(...children.filter((child) => child !== "" && child !== undefined));
  return element;
}

function drawn(tag, attributes = {}, ...children) {
  const element = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children);
  return element;
}

const icon = (path) =>
  drawn("svg", { class: "icon", viewBox: "0 0 16 16", "aria-hidden": "true" }, drawn("path", { d: path }));

// Tells a screen reader something that is only seen otherwise.
function tell(text) {
  byId("live").textContent = text;
}

const title = (id) => (nodes.has(id) ? nodes.get(id).title : id);

const count = (number, one, many) => `${number} ${number === 1 ? one : many}`;

// The first few of some names.
function some(names, most = 6) {
  if (names.length <= most) return names.join(", ");
  return `${names.slice(0, most - 1).join(", ")} and ${names.length - most + 1} more`;
}
