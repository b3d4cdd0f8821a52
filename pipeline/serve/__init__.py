"""The database in a browser: Datasette over its tables, and pages of our own as its plugin."""

from __future__ import annotations

from pipeline.serve.desk import Desk, new_token
from pipeline.serve.running import serve_site
from pipeline.serve.site import Site, open_site

__all__ = ["Desk", "Site", "new_token", "open_site", "serve_site"]
