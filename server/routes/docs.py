"""The API's description and two pages to read it, with assets from installed packages (no CDN)."""

from __future__ import annotations

import re
from functools import cache
from importlib.util import find_spec
from io import BytesIO
from mimetypes import guess_type
from pathlib import Path

from flask import Blueprint, Response, abort, current_app, redirect, send_file
from flask.typing import ResponseReturnValue

from server.answers import as_json
from server.openapi import document

blueprint = Blueprint("docs", __name__)
DAY_SECONDS = 86_400
PAGES = Path(__file__).resolve().parent.parent / "pages"
ASSETS = {
    "swagger-ui.css": ("flask_openapi3_swagger", "templates/swagger/css/swagger-ui.css"),
    "swagger-ui-bundle.js": ("flask_openapi3_swagger", "templates/swagger/js/swagger-ui-bundle.js"),
    "redoc.standalone.js": ("flask_openapi3_redoc", "templates/redoc/js/redoc.standalone.js"),
}
# Whatever their scripts would fetch from elsewhere (logos, badges), these pages get from here or not at all.
PAGE_HEADERS = {
    "Content-Security-Policy": "default-src 'self'; script-src 'self' 'unsafe-inline';"
    " style-src 'self' 'unsafe-inline'; img-src 'self' data:; worker-src 'self' blob:"
}
LOGO = b"https://cdn.redoc.ly/redoc/logo-mini.svg"  # ReDoc shows none where it cannot be loaded
NO_IMAGE = b"data:,"


@blueprint.get("/")
def root() -> ResponseReturnValue:
    """Whoever opens the address that ``trainyard serve`` prints wants to see something."""
    return redirect("/docs")


@blueprint.get("/openapi.json")
def openapi() -> Response:
    """The document, in which nothing is secret."""
    return as_json(document(current_app))


@blueprint.get("/docs")
def swagger() -> Response:
    """Swagger UI."""
    return _page("swagger.html")


@blueprint.get("/redoc")
def redoc() -> Response:
    """ReDoc."""
    return _page("redoc.html")


@blueprint.get("/docs/assets/<name>")
def asset(name: str) -> Response:
    """A script or style of the two."""
    if name not in ASSETS:
        abort(404)
    package, path = ASSETS[name]
    found = find_spec(package)  # located, never imported: only its files are wanted
    if found is None or found.origin is None:
        abort(404)
    content = _offline(Path(found.origin).parent / path)
    return send_file(BytesIO(content), mimetype=guess_type(name)[0], max_age=DAY_SECONDS)


@blueprint.get("/favicon.ico")
def icon() -> Response:
    """Every browser asks for one, on every page; there is none."""
    return Response(status=204, headers={"Cache-Control": f"max-age={DAY_SECONDS}"})


def _page(name: str) -> Response:
    response = send_file(PAGES / name)
    response.headers.extend(PAGE_HEADERS)
    return response


@cache
def _offline(path: Path) -> bytes:
    """A script or style that asks for nothing elsewhere, nor for a map of its source, which is not here."""
    content = path.read_bytes().replace(LOGO, NO_IMAGE)
    return re.sub(rb"(//|/\*)# sourceMappingURL=\S+?\.map( ?\*/)?\s*$", b"", content)
