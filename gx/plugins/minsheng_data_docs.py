"""Data Docs that open without a network: their pages ask for nothing, so they have our own style and no script."""

from __future__ import annotations

from great_expectations.render.view.view import DefaultJinjaPageView
from jinja2 import ChoiceLoader, FileSystemLoader


class OfflinePageView(DefaultJinjaPageView):
    """A page from the templates of custom_data_docs/views, and of Great Expectations where there is none."""

    def __init__(self, custom_styles_directory: str | None = None, custom_views_directory: str | None = None) -> None:
        super().__init__(custom_styles_directory, custom_views_directory)
        if custom_views_directory and self.env.loader:
            self.env.loader = ChoiceLoader([FileSystemLoader(custom_views_directory), self.env.loader])
