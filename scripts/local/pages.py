"""The two pages of the front server: who can sign in, and the API's document."""

import html
import importlib.resources
import json
from pathlib import Path

ASSETS = {
    "/docs/swagger-ui-bundle.min.js": "text/javascript",
    "/docs/swagger-ui.min.css": "text/css",
}
DOCS = """<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><title>E-Branch API</title>
<link rel="stylesheet" href="/docs/swagger-ui.min.css"></head><body><div id="document"></div>
<script src="/docs/swagger-ui-bundle.min.js"></script>
<script>SwaggerUIBundle({url: "/openapi.json", dom_id: "#document", persistAuthorization: true})</script>
</body></html>
"""
INDEX = """<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><title>E-Branch</title></head><body>
<h1>E-Branch</h1><p><a href="/docs">/docs</a> · <a href="/openapi.json">/openapi.json</a></p>
<form id="asked"><input name="user" placeholder="user" required>
<input name="password" type="password" placeholder="password" required> <button>POST /token</button></form>
<pre id="answer" style="white-space:pre-wrap;word-break:break-all"></pre><table>ROWS</table>
<script>asked.onsubmit = async event => {
  event.preventDefault()
  const body = JSON.stringify(Object.fromEntries(new FormData(asked)))
  const headers = {"content-type": "application/json"}
  const reply = await fetch("/token", {method: "POST", headers, body})
  answer.textContent = JSON.stringify(await reply.json(), null, 1)
}</script></body></html>
"""


def asset(path: str) -> bytes:
    """A file of the Swagger UI, as Powertools ships it: nothing is fetched from elsewhere."""
    folder = importlib.resources.files("aws_lambda_powertools.event_handler.openapi.swagger_ui")
    return (folder / path.rpartition("/")[2]).read_bytes()


def index(listed: Path) -> str:
    """The first page; `listed` is a JSON list of `{"user", "password", "who"}`, or does not exist."""
    people: list[dict[str, str]] = json.loads(listed.read_text()) if listed.exists() else []
    return INDEX.replace("ROWS", "".join(map(_row, people)))


def _row(person: dict[str, str]) -> str:
    cells = (html.escape(str(person.get(name, ""))) for name in ("user", "password", "who"))
    return "<tr>" + "".join(f"<td>{cell}</td>" for cell in cells) + "</tr>"
