"""The API's description and two pages to read it, with assets from installed packages (no CDN)."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

from flask import Blueprint, Response, abort, current_app, redirect, send_file
from flask.typing import ResponseReturnValue

from server.answers import as_json
from server.openapi import document

blueprint = Blueprint("docs", __name__)
PAGES = Path(__file__).resolve().parent.parent / "pages"
ASSETS = {
    "swagger-ui.css": ("flask_openapi3_swagger", "templates/swagger/css/swagger-ui.css"),
    "swagger-ui-bundle.js": ("flask_openapi3_swagger", "templates/swagger/js/swagger-ui-bundle.js"),
    "redoc.standalone.js": ("flask_openapi3_redoc", "templates/redoc/js/redoc.standalone.js"),
}


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
    return send_file(PAGES / "swagger.html")


@blueprint.get("/redoc")
def redoc() -> Response:
    """ReDoc."""
    return send_file(PAGES / "redoc.html")


@blueprint.get("/docs/assets/<name>")
def asset(name: str) -> Response:
    """A script or style of the two."""
    if name not in ASSETS:
        abort(404)
    package, path = ASSETS[name]
    found = find_spec(package)  # located, never imported: only its files are wanted
    if found is None or found.origin is None:
        abort(404)
    return send_file(Path(found.origin).parent / path, max_age=86_400)
