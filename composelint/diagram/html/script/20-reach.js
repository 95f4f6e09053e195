// What a node reaches along the arrows, and what reaches it.

const flow = { down: new Map(), up: new Map() };
for (const edge of data.edges) {
  if (!edge.flows) continue;
  if (!flow.down.has(edge.source)) flow.down.set(edge.source, new Set());
  if (!flow.up.has(edge.target)) flow.up.set(edge.target, new Set());
  flow.down.get(edge.source).add(edge.target);
  flow.up.get(edge.target).add(edge.source);
}

// Every node that is reached, with the steps to it, the nearest first; without the node itself.
function reached(id, way) {
  const steps = new Map([[id, 0]]);
  for (const [at, far] of steps) {
    for (const next of flow[way].get(at) || []) {
      if (!steps.has(next)) steps.set(next, far + 1);
    }
  }
  steps.delete(id);
  return steps;
}

const reachOf = new Map();

function reach(id) {
  if (!reachOf.has(id)) reachOf.set(id, { down: reached(id, "down"), up: reached(id, "up") });
  return reachOf.get(id);
}
