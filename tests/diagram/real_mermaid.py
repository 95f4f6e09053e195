"""The real Mermaid in the real Chromium: what it makes of many texts, in one page.

Mermaid is looked for in the folder $COMPOSELINT_NODE_MODULES (`npm install mermaid` makes one),
Chromium on the PATH. The page comes from a server on this machine, to which it brings back what
it drew; nothing else is asked for anything.
"""

from __future__ import annotations

import json
import os
import queue
import shutil
import subprocess
import tempfile
import threading
from collections.abc import Sequence
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, NamedTuple

#: Texts that are brought to the page at once.
_AT_ONCE = 25
#: Seconds in which the page has to bring something back.
_PATIENCE = 180

_PAGE = """<!doctype html><meta charset="utf-8"><body><script src="/mermaid.js"></script><script>
const config = __CONFIG__;
mermaid.initialize(config);
const foreign = "script, img, iframe, b, i, em, strong, h1, li, .katex, [onerror]";
const texts = (svg, what) => [...svg.querySelectorAll(what)].map(label => {
  const html = label.querySelector("foreignObject div") ?? label;
  const rows = [...label.querySelectorAll("tspan.row, tspan.text-outer-tspan")];
  if (rows.length) return rows.map(row => row.textContent).join("\\n");
  return html.innerText ?? html.textContent;
});
async function one(text, number) {
  try {
    await mermaid.parse(text);
    const {svg} = await mermaid.render("picture" + number, text);
    const box = document.createElement("div");
    box.innerHTML = svg;
    document.body.append(box);
    const found = {
      error: box.querySelector("[aria-roledescription=error]") ? "an error was drawn" : "",
      boxes: texts(box, ".node .label"),
      arrows: texts(box, ".edgeLabels .edgeLabel .label"),
      frames: texts(box, ".cluster-label"),
      title: box.querySelector(".flowchartTitleText")?.textContent ?? "",
      lines: box.querySelectorAll("path.flowchart-link").length,
      links: [...box.querySelectorAll("a")].map(
        a => a.getAttribute("href") ?? a.getAttribute("xlink:href")),
      foreign: box.querySelectorAll(foreign).length,
      svg: box.innerHTML,
    };
    box.remove();
    return found;
  } catch (error) {
    for (const left of document.querySelectorAll("body > div")) left.remove();
    return {error: String(error?.message ?? error) || "it failed"};
  }
}
(async () => {
  let number = 0;
  for (;;) {
    const work = await (await fetch("/work")).json();
    if (!work.length) break;
    const found = [];
    for (const text of work) found.push(await one(text, number++));
    await fetch("/done", {method: "POST", body: JSON.stringify(found)});
  }
})();
</script>"""

#: As GitHub and GitLab set it: nothing in a text may run or fetch anything.
STRICT: dict[str, Any] = {
    "startOnLoad": False,
    "securityLevel": "strict",
    "suppressErrorRendering": True,
}


class Drawn(NamedTuple):
    """What Mermaid made of a text: `error` is "" where it drew it; the rest is what is to be seen.

    `lines` counts arrows, `foreign` counts elements that only an unescaped text can bring in.
    """

    error: str
    boxes: Sequence[str] = ()
    arrows: Sequence[str] = ()
    frames: Sequence[str] = ()
    title: str = ""
    lines: int = 0
    links: Sequence[str] = ()
    foreign: int = 0
    svg: str = ""


def missing(package: str = "mermaid") -> str:
    """Why nothing can be drawn; "" where it can."""
    if chromium() is None:
        return "there is no Chromium"
    if not script(package).is_file():
        return f"there is no {package} in $COMPOSELINT_NODE_MODULES"
    return ""


def script(package: str) -> Path:
    folder = os.environ.get("COMPOSELINT_NODE_MODULES", "node_modules")
    return Path(folder) / package / "dist" / "mermaid.min.js"


def chromium() -> str | None:
    return shutil.which("chromium") or shutil.which("chromium-browser")


#: A browser that keeps to itself.
ARGUMENTS = (
    *("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
)


def drawn(
    texts: Sequence[str], *, package: str = "mermaid", config: dict[str, Any] | None = None
) -> list[Drawn]:
    """What Mermaid makes of each text, in their order. Raises TimeoutError."""
    batches = [list(texts[at : at + _AT_ONCE]) for at in range(0, len(texts), _AT_ONCE)]
    results: queue.Queue[list[dict[str, Any]]] = queue.Queue()
    page = _PAGE.replace("__CONFIG__", json.dumps(STRICT if config is None else config))
    waiting = iter(batches)

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            if self.path == "/":
                self.answer(page.encode(), "text/html")
            elif self.path == "/mermaid.js":
                self.answer(script(package).read_bytes(), "text/javascript")
            elif self.path == "/work":
                self.answer(json.dumps(next(waiting, [])).encode(), "application/json")
            else:
                self.answer(b"", "text/plain", 404)

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            self.answer(b"", "text/plain")
            results.put(json.loads(body))

        def answer(self, content: bytes, kind: str, status: int = 200) -> None:
            self.send_response(status)
            self.send_header("Content-Type", f"{kind}; charset=utf-8")
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_: object) -> None:
            pass

    found: list[Drawn] = []
    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        address = f"http://127.0.0.1:{server.server_address[1]}/"
        with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
            browser = _browser(address, profile)
            try:
                for _ in batches:
                    found += [Drawn(**one) for one in results.get(timeout=_PATIENCE)]
            except queue.Empty:
                raise TimeoutError(f"nothing came back after {len(found)} pictures") from None
            finally:
                browser.kill()
                browser.wait()
                server.shutdown()
    return found


def _browser(address: str, profile: str) -> subprocess.Popen[bytes]:
    program = chromium()
    assert program is not None
    return subprocess.Popen(
        # A page that is printed ends; one that can be debugged stays.
        [program, *ARGUMENTS, f"--user-data-dir={profile}", "--remote-debugging-port=0", address],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
