"""The report as one HTML file that loads nothing from elsewhere."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from assistant.report.figures import Figures

TEMPLATE = Path(__file__).with_name("page.html")


def page(figures: Figures, *, shop: str, titles: Mapping[str, str]) -> str:
    """Return the page's HTML; ``titles`` names topics by their id."""
    environment = Environment(
        loader=FileSystemLoader(TEMPLATE.parent), autoescape=True, undefined=StrictUndefined
    )
    return environment.get_template(TEMPLATE.name).render(
        figures=figures,
        shop=shop,
        titles=titles,
        busiest_day=max([count for _, count in figures.by_day], default=0) or 1,
        busiest_topic=max([count for _, count in figures.topics], default=0) or 1,
    )
