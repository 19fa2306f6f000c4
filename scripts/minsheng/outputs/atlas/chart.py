"""The one chart of the atlas, written with Altair: what is promised and recorded of an indicator in one place."""

from __future__ import annotations

from functools import cache
from typing import Any

RECORDED, PROMISED = "#0b5394", "#b34700"
"""Blue and orange stay apart for colour-blind readers; the shapes differ too."""

FONT = "system-ui, 'Noto Sans CJK SC', 'PingFang SC', 'Microsoft YaHei', sans-serif"


def panel() -> dict[str, Any]:
    """Return the Vega-Lite specification; a page fills in the data.

    The data set `points` has year, value, lower, upper (numbers in the indicator's unit; null: open), end (how far an
    arrow reaches), role (recorded or target), grade, shown (the label with its operator), side (of the label: 1 above,
    -1 below) and title (of the tooltip). `others` has year and value of the other places, drawn in grey. The parameters
    low, high, first and last are the ends of the axes, so that panels of one indicator share them; nothing is marked
    below bottom or above top, the natural limits.
    """
    import altair as alt

    low, high, first, last = (alt.param(name=name, value=0) for name in ("low", "high", "first", "last"))
    bottom, top = (alt.param(name=name, value=0) for name in ("bottom", "top"))
    chart = (
        alt.layer(*_layers(*_axes(first, last, low, high)))
        .add_params(low, high, first, last, bottom, top)
        .properties(width="container", height=170, padding={"left": 2, "right": 8, "top": 6, "bottom": 2})
        .configure(font=FONT, background="transparent", aria=False)
        .configure_axis(
            labelColor="#4a5461", labelFontSize=12, gridColor="#e6e9ed", domainColor="#9aa3ae", tickColor="#9aa3ae"
        )
        .configure_view(stroke=None)
    )
    specification: dict[str, Any] = chart.to_dict()
    del specification["$schema"]  # an address; pages name none
    return specification


def compiled() -> dict[str, Any]:
    """Return the same for Vega alone, so that pages need not carry what compiles Vega-Lite."""
    import vl_convert

    specification: dict[str, Any] = vl_convert.vegalite_to_vega(panel())
    del specification["$schema"]
    return specification


@cache
def library() -> str:
    """Return Vega as a script; its constants would meet ours in a classic script."""
    import vl_convert

    # Of the modules that vl-convert carries, its own snippet takes all; a path of its own takes one.
    path = f"/npm/vega@{vl_convert.get_vega_version()}/+esm"
    snippet = f'import {{ parse, View }} from "{path}"; window.vega = {{ parse, View }};'
    return f"(() => {{{vl_convert.javascript_bundle(snippet)}}})();"


def _axes(first: Any, last: Any, low: Any, high: Any) -> tuple[Any, Any]:
    """Return the axes of years and of values; nothing is marked beyond the natural limits."""
    import altair as alt

    impossible = "datum.value < bottom || datum.value > top"
    x = alt.X(
        "year:Q",
        title=None,
        scale=alt.Scale(domainMin=first, domainMax=last, nice=False, zero=False),
        axis=alt.Axis(format="d", tickMinStep=1, grid=False, labelOverlap="greedy", labelSeparation=8),
    )
    y = alt.Y(
        "value:Q",
        title=None,
        scale=alt.Scale(domainMin=low, domainMax=high, nice=False, zero=False),
        axis=alt.Axis(
            tickCount=4,
            domain=False,
            ticks=False,
            labelExpr=f"{impossible} ? '' : datum.label",
            gridOpacity=alt.condition(impossible, alt.value(0), alt.value(1)),
        ),
    )
    return x, y


def _layers(x: Any, y: Any) -> list[Any]:
    """Return what is drawn, from the bottom up: other places, the line of records, intervals, points, labels."""
    import altair as alt

    roles = ["recorded", "target"]
    colors = alt.Scale(domain=roles, range=[RECORDED, PROMISED])
    stroke = alt.Stroke("role:N", scale=colors, legend=None)
    fill = alt.when("datum.grade === 'exact'").then(alt.Fill("role:N", scale=colors, legend=None))
    points = alt.Chart(alt.NamedData("points"))
    promised = points.transform_filter("datum.role === 'target'")
    layers = [
        alt.Chart(alt.NamedData("others"))
        .mark_point(shape="circle", filled=True, size=34, color="#aeb6c0")
        .encode(x, y),
        points.transform_filter("datum.role === 'recorded'")
        .mark_line(strokeWidth=1.4, color=RECORDED, opacity=0.55)
        .encode(x, y),
        promised.transform_filter("datum.end !== null")
        .mark_rule(strokeWidth=2, color=PROMISED)
        .encode(x, alt.Y("value:Q"), alt.Y2("end:Q")),
        promised.transform_filter("datum.end !== null && datum.upper === null")
        .mark_point(shape="triangle-up", filled=True, size=55, color=PROMISED, opacity=1)
        .encode(x, alt.Y("end:Q")),
        promised.transform_filter("datum.end !== null && datum.lower === null")
        .mark_point(shape="triangle-down", filled=True, size=55, color=PROMISED, opacity=1)
        .encode(x, alt.Y("end:Q")),
        promised.transform_filter("datum.lower !== null && datum.upper !== null && datum.lower < datum.upper")
        .mark_bar(width=9, color=PROMISED, opacity=0.35)
        .encode(x, alt.Y("lower:Q"), alt.Y2("upper:Q")),
        points.mark_point(size=62, strokeWidth=1.8, opacity=1).encode(
            x,
            y,
            stroke=stroke,
            fill=fill.otherwise(alt.value("white")),
            shape=alt.Shape("role:N", scale=alt.Scale(domain=roles, range=["circle", "diamond"]), legend=None),
            tooltip="title:N",
        ),
    ]
    for side, offset in ((1, -11), (-1, 12)):
        layers.append(
            points.transform_filter(f"datum.side === {side}")
            .mark_text(dy=offset, fontSize=11.5)
            .encode(x, y, text="shown:N", color=alt.Color("role:N", scale=colors, legend=None))
        )
    return layers
