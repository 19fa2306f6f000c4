"""The atlas in a real browser: what it shows is what the marts hold, and anybody can read it."""

import csv
import io
import json
import re
from decimal import Decimal
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from importlib.resources import files
from pathlib import Path
from threading import Thread
from typing import Literal
from xml.etree import ElementTree

import duckdb
import pytest
from click.testing import CliRunner
from playwright.sync_api import Browser, BrowserContext, Page, expect

from helpers import READABLE, SEARCH_CASES
from minsheng.cli.app import app
from minsheng.outputs import html as pages
from minsheng.outputs.atlas import site as atlas

CARERS = "elder_certified_carers_per_10000"
PAGES = (
    "overview.html",
    "promises.html",
    "promises.html#domain=education&year=2025",
    "promises.html#body=wenzhou-civil-affairs-bureau",
    "compare.html",
    f"compare.html#indicator={CARERS}",
    "trajectories.html#domain=health",
    "progress.html#target=wenzhou-2021@5981",
    "ambition.html",
    "findings.html",
    "places.html",
    "place-330300.html",
    "place-330302.html",
    "plans.html",
    "plan-wenzhou-2025.html",
    "about.html",
)
HOSTILE = '</script><img src=x onerror="window.hit=1"><b>\'{{7*7}}&amp;'


class Quiet(SimpleHTTPRequestHandler):
    """A server that keeps no log."""

    def log_message(self, *_: object) -> None: ...


@pytest.fixture(scope="module")
def site(warehouse: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("atlas") / "site"
    with duckdb.connect(str(warehouse), read_only=True) as connection:
        atlas.write(connection, folder)
    return folder


def visit(page: Page, site: Path, address: str, language: str = "en") -> None:
    """Open a page from disk and wait until its charts are drawn."""
    page.goto("about:blank")  # a change behind # alone loads nothing
    page.goto(f"file://{site}/{language}/{address}")
    page.wait_for_function("[...document.querySelectorAll('figure')].every((figure) => figure.view)")


def drawn(page: Page) -> dict[str, float]:
    """The values that the charts hold, by value_id."""
    points = page.evaluate("[...document.querySelectorAll('figure')].flatMap((figure) => figure.view.data('points'))")
    return {point["value_id"]: point["value"] for point in points}


def found(page: Page) -> list[str]:
    links = page.locator("#results a").evaluate_all("links => links.map((link) => link.hash)")
    return [code for link in links for code in re.findall(r"indicator=(\w+)", link)]


@pytest.mark.parametrize("language", ["en", "zh"])
def test_pages_load_quietly_can_be_read_by_all_and_fit_tablet_and_phone(page: Page, site: Path, language: str) -> None:
    for address in PAGES:
        visit(page, site, address, language)
        assert page.locator("html").get_attribute("lang") == {"en": "en", "zh": "zh-CN"}[language]
        looked, problems = page.evaluate(READABLE)
        assert looked > 15, address
        assert problems == [], address
        for width in (768, 375):
            page.set_viewport_size({"width": width, "height": 800})
            assert page.evaluate("document.documentElement.scrollWidth") <= width, f"{address} scrolls sideways"
        page.set_viewport_size({"width": 1280, "height": 900})


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_no_violation(browser: Browser, site: Path, language: str, scheme: Literal["light", "dark"]) -> None:
    """The rules of axe-core, its best practices included, on each kind of page."""
    axe = (files("axe_playwright_python") / "axe.min.js").read_text("utf-8")
    page = browser.new_page(color_scheme=scheme)
    for address in PAGES:
        visit(page, site, address, language)
        page.evaluate(axe)
        result = page.evaluate("axe.run({ preload: false })")
        assert len(result["passes"]) > 15, address
        assert [(one["id"], one["nodes"][0]["html"]) for one in result["violations"]] == [], address
    page.close()


def test_the_start_leads_to_a_language(page: Page, site: Path) -> None:
    page.goto(f"file://{site}/index.html")
    page.wait_for_url("**/overview.html")


@pytest.mark.parametrize(
    "words",
    ["护理员", "持证 每万", "carers", "ELDERLY certified", "Wenling carers", "养老护理", "每万护理员"],
)
def test_search_finds_by_words_of_either_language_in_any_order(page: Page, site: Path, words: str) -> None:
    visit(page, site, "compare.html")
    page.get_by_role("searchbox").fill(words)
    assert found(page)[0] == CARERS


def test_search_says_when_nothing_fits(page: Page, site: Path) -> None:
    visit(page, site, "compare.html")
    page.get_by_role("searchbox").fill("carers zeppelin")
    assert found(page) == []
    assert "Nothing has all these words" in page.locator("#found").inner_text()
    page.get_by_role("searchbox").fill("carrers")
    page.locator("#found").get_by_role("link", name="carers").click()
    assert CARERS in found(page)


def test_a_query_finds_the_same_as_in_the_terminal(page: Page) -> None:
    table = json.loads(SEARCH_CASES.read_text("utf-8"))
    page.goto("about:blank")
    for script in ("page.js", "search.js"):
        page.add_script_tag(content=str(pages.static(script)))
    page.add_script_tag(content=atlas.traditional())
    run = "([indicators, places, query]) => search(indicators, places, query).map((one) => one.indicator_code)"
    indicators = [dict(zip(table["columns"], row, strict=True)) for row in table["indicators"]]
    for what, query, codes in table["cases"]:
        assert page.evaluate(run, [indicators, table["places"], query]) == codes, what
    for what, query, near in table["slips"]:
        assert page.evaluate("([indicators, query]) => suggest(indicators, query)", [indicators, query]) == near, what


def test_search_finds_by_the_printed_label(page: Page, site: Path, connection: duckdb.DuckDBPyConnection) -> None:
    ((label, code),) = connection.sql(
        "select label, indicator_code from bridge_indicator_match join dim_indicator using (indicator_code)"
        " where match_grade = 'close' and name_zh not like '%' || label || '%' and label not like '% %'"
        " order by label limit 1"
    ).fetchall()
    visit(page, site, "compare.html")
    page.get_by_role("searchbox").fill(label)
    assert code in found(page)


def test_the_keyboard_alone_reaches_an_answer(page: Page, site: Path) -> None:
    visit(page, site, "compare.html")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to content"
    page.get_by_role("searchbox").focus()
    page.keyboard.type("nursing beds")
    for _ in range(3):  # domain, check box, first result
        page.keyboard.press("Tab")
        outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
        assert outline == "solid", "the focus is seen"
    page.keyboard.press("Enter")
    page.wait_for_function("document.querySelector('figure')?.view")
    assert "indicator=elder_nursing_bed_share" in page.url
    assert page.locator("#values").get_by_text("already met").first.is_visible()
    page.go_back()
    assert page.locator("#start").is_visible()


def test_a_shared_address_restores_the_state(page: Page, site: Path) -> None:
    visit(page, site, f"compare.html#query=carers&domain=elderly_care&comparable=1&indicator={CARERS}")
    assert page.locator("#query").input_value() == "carers"
    assert page.get_by_label("domain").input_value() == "elderly_care"
    assert page.get_by_label("in two or more plans").is_checked()
    assert found(page) == [CARERS]
    assert page.locator("#chosen h2").inner_text() == "Certified elderly-care workers per 10,000 elderly residents"
    visit(page, site, "findings.html#plan=wenling-2023&severity=critical")
    shown = page.locator("article.finding:visible")
    assert shown.count() == page.locator("article.finding.critical[data-plan=wenling-2023]").count() > 0
    visit(page, site, "trajectories.html#domain=education&region=331081")
    assert page.get_by_label("place").input_value() == "331081"
    assert set(page.locator("figcaption .line:last-child .soft").all_inner_texts()) & {"Wenzhou City · %"} == set()


def test_the_language_switch_keeps_the_state(page: Page, site: Path) -> None:
    visit(page, site, f"compare.html#query=carers&indicator={CARERS}")
    page.get_by_role("link", name="中文").click()
    page.wait_for_function("document.documentElement.lang === 'zh-CN' && document.querySelector('figure')?.view")
    assert page.url.endswith(f"/zh/compare.html#query=carers&indicator={CARERS}")
    assert page.get_by_role("link", name="指标", exact=True).is_visible()
    assert page.locator("#values thead").inner_text().split()[:3] == ["地区", "年份", "性质"]


def test_the_charts_of_compare_hold_the_numbers_of_the_mart(
    page: Page, site: Path, connection: duckdb.DuckDBPyConnection
) -> None:
    codes = connection.sql(
        "select indicator_code from mart_indicator_comparison where plan_count > 0 group by indicator_code"
        " order by bool_or(earlier_operator in ('between', 'le', 'maintain')) desc, count(*) desc, indicator_code"
        " limit 5"
    ).fetchall()
    for (code,) in [*codes, (CARERS,)]:
        visit(page, site, f"compare.html#indicator={code}")
        held = drawn(page)
        rows = connection.execute(
            "select unnest([earlier_value_id, later_value_id]),"
            " unnest([coalesce(earlier_yearly_average, earlier_compared_value),"
            " coalesce(later_yearly_average, later_compared_value)])"
            " from mart_indicator_comparison where indicator_code = ?",
            [code],
        ).fetchall()
        mart = {value_id: value for value_id, value in rows if value_id}
        assert mart
        assert {value_id: Decimal(repr(held[value_id])) for value_id in mart} == mart
        for value_id, value in mart.items():  # no chart without a table that says the same
            row = page.locator("#values tr", has=page.locator(f'a[href$="#{value_id}"]')).first
            text = row.locator(".value").first.inner_text()
            assert re.search(rf"(?<![\d.]){re.escape(f'{value:f}'.rstrip('0').rstrip('.'))}(?![\d.])", text), text


def test_the_charts_of_trajectories_hold_the_numbers_of_the_mart(
    page: Page, site: Path, connection: duckdb.DuckDBPyConnection
) -> None:
    for domain in ("health", "elderly_care"):
        visit(page, site, f"trajectories.html#domain={domain}")
        mart = connection.execute(
            "with series as (from mart_indicator_trajectory where domain_code = ?"
            " qualify count(*) over (partition by indicator_code, region_code) > 1)"
            " select recorded_value_id, coalesce(recorded_yearly_average, recorded_compared_value) from series"
            " where recorded_value_id is not null"
            " union all select target_value_id, coalesce(target_yearly_average, target_compared_value) from series"
            " where target_value_id is not null",
            [domain],
        ).fetchall()
        assert {value_id: Decimal(repr(value)) for value_id, value in drawn(page).items()} == dict(mart)
        assert page.locator("figure").count() == page.locator("figure details table").count() > 0


def test_a_promise_carries_its_operator_and_a_comparison_its_grade(page: Page, site: Path) -> None:
    visit(page, site, "compare.html#indicator=elder_nursing_bed_share")
    promised = page.locator("#values tr.target")
    assert promised.count() == 4
    for text in promised.locator("td.value").all_inner_texts():
        assert re.match(r"[≥=]", text)
    for text in page.locator("#values td.wide").all_inner_texts():
        assert text.split("\n")[0] in ("exact", "close")
    assert "≥58" in str(page.locator("figure svg").first.text_content())
    points = page.evaluate("document.querySelector('figure').view.data('points')")
    (open_ended,) = [point for point in points if point["value_id"] == "wenzhou-2021@5981"]
    assert (open_ended["lower"], open_ended["upper"]) == (58, None)
    assert open_ended["end"] > 58, "the arrow points where the promise is open"


def test_progress_counts_what_the_mart_holds_and_opens_its_row(
    page: Page, site: Path, connection: duckdb.DuckDBPyConnection
) -> None:
    visit(page, site, "progress.html#projects=1&by=plan")
    counted = {row[0]: row[1:] for row in (line.split("\t") for line in page.locator("#counts tr").all_inner_texts())}
    header = counted.pop("plan")
    assert header[0] == "achieved"
    mart = connection.sql(
        "select plan_id, count(case when verdict = 'target_achieved' then 1 end), count(*)"
        " from mart_target_progress group by plan_id"
    ).fetchall()
    assert {plan: (int(row[0]), int(row[-1])) for plan, row in counted.items() if plan != "all"} == {
        plan: (achieved, every) for plan, achieved, every in mart
    }
    visit(page, site, "progress.html#target=wenzhou-2021@5981")
    cells = [row.split("\t") for row in page.locator(".audit tbody tr").all_inner_texts()]
    audit = {column.split("\n")[0]: value.split("\n")[0] for column, value in cells}
    result = connection.execute(
        "select * exclude (plan_first_year) from bi.progress where value_id = 'wenzhou-2021@5981'"
    )
    columns = [column for column, *_ in result.description]
    (row,) = result.fetchall()
    expected = {name: value for name, value in zip(columns, row, strict=True) if not name.endswith(("_zh", "_en"))}
    assert list(audit) == list(expected)
    held = {name for name, *_ in connection.execute("describe mart_target_progress").fetchall()}
    assert held - {"period_end_year"} | {"year"} <= audit.keys()
    for column, value in expected.items():
        if isinstance(value, Decimal):
            assert Decimal(audit[column]) == value
        elif value is None or value == "":
            assert audit[column] == "–"
        else:
            assert audit[column] == (str(value).lower() if isinstance(value, bool) else str(value))
    page.get_by_role("button", name="already met", expanded=True).click()
    assert page.locator(".audit:visible").count() == 0
    assert "target=" not in page.url


@pytest.mark.parametrize("language", ["en", "zh"])
def test_codes_are_called_what_dim_code_calls_them(
    site: Path, connection: duckdb.DuckDBPyConnection, language: str
) -> None:
    script = (site / "assets" / f"translations-{language}.js").read_text("utf-8")
    words = json.loads(script.partition("atlas.translations = ")[2].rstrip(";\n"))
    names = connection.sql(f"select code_list || '.' || code, name_{language} from dim_code").fetchall()
    assert {key: word for key, word in words.items() if "." in key} == dict(names)
    own = {file for files in atlas.SCRIPTS.values() for file in files if file.startswith("assets/")}
    scripts = "".join((site / file).read_text("utf-8") for file in own - {"assets/vega.js", "assets/charts.js"})
    asked = set(re.findall(r'nameOf\("(\w+)"', scripts))
    assert asked
    assert asked <= {key.partition(".")[0] for key, _ in names}
    assert set(re.findall(r'\btranslate\("(\w+)"', scripts)) <= words.keys()


def test_every_value_stands_on_the_page_of_its_plan(
    page: Page, site: Path, connection: duckdb.DuckDBPyConnection
) -> None:
    for (plan_id,) in connection.sql("select plan_id from dim_plan").fetchall():
        html = (site / "en" / f"plan-{plan_id}.html").read_text("utf-8")
        values = connection.execute("select value_id from fct_plan_value where plan_id = ?", [plan_id]).fetchall()
        assert set(re.findall(r'<tr role="row" id="([^"]+)"', html)) == {value_id for (value_id,) in values}
    visit(page, site, f"compare.html#indicator={CARERS}")
    page.locator('#values a[href$="#wenling-2023@1662"]').click()
    assert page.locator(":target").inner_text().split("\t")[0] == "@1662"
    assert page.locator(":target").evaluate("row => row.getBoundingClientRect().top < innerHeight")


def saved(page: Page, button: str) -> bytes:
    with page.expect_download() as download:
        page.get_by_role("button", name=button, exact=True).click()
    return Path(download.value.path()).read_bytes()


def test_what_is_promised_in_a_domain_for_a_year_is_one_click_from_the_start(
    page: Page, site: Path, connection: duckdb.DuckDBPyConnection
) -> None:
    visit(page, site, "overview.html")
    page.get_by_role("link", name=re.compile(r"^Education, 2025: \d+$")).click()
    page.wait_for_url("**/promises.html#domain=education&year=2025")
    shown = page.locator("#rows a[href^=plan-]").evaluate_all("links => links.map((link) => link.textContent)")
    promised = connection.sql(
        "select value_id from bi.promise where domain_code = 'education' and year = 2025"
        " and verdict_reason is distinct from 'project_amount'"
    ).fetchall()
    assert sorted(shown) == sorted(value_id for (value_id,) in promised)
    page.get_by_label("place").select_option("331081")
    assert page.url.endswith("#domain=education&year=2025&region=331081")
    assert page.locator("#rows thead th").all_inner_texts() == ["indicator", "Wenling City"]
    page.locator("#rows").get_by_role("link", name="no later record").first.click()
    page.wait_for_url("**/progress.html#target=*")
    page.locator(".audit:not([hidden])").wait_for()


def test_the_matrix_counts_every_promise(site: Path, connection: duckdb.DuckDBPyConnection) -> None:
    for name, condition in (("promises", "true"), ("place-330300", "region_code = '330300'")):
        html = (site / "en" / f"{name}.html").read_text("utf-8")
        counted = re.findall(r'href="promises.html#domain=(\w+)&amp;year=(\d+)[^>]*>(\d+)</a>', html)
        assert {(domain, int(year), int(number)) for domain, year, number in counted} == set(
            connection.sql(
                "select domain_code, year, count(*) from bi.promise"
                f" where {condition} and verdict_reason is distinct from 'project_amount' group by all"
            ).fetchall()
        )


def test_every_place_with_a_value_has_a_page_inside_the_places_above_it(
    page: Page, site: Path, connection: duckdb.DuckDBPyConnection
) -> None:
    places = connection.sql("select region_code, value_count from bi.region where value_count > 0").fetchall()
    assert {path.stem for path in (site / "en").glob("place-*.html")} == {f"place-{code}" for code, _ in places}
    visit(page, site, "places.html")
    for code, number in places:
        assert page.locator(f'.map a[href="place-{code}.html"] .soft').inner_text() == str(number)
    assert page.locator('li.prefecture li.county a[href="place-331081.html"]').count() == 1
    page.locator(".map").get_by_role("link", name="Wenling City").click()
    assert page.locator("h1").inner_text() == "Wenling City"
    assert page.locator(".map [aria-current]").inner_text() == "Wenling City 249"
    binding = page.locator("#plans + table tbody tr td:first-child").all_inner_texts()
    assert binding == ["Wenling plan for seven shared public services, 2023-2027"]
    page.locator("#plans + table a").first.click()
    expect(page.get_by_label("Words, places, years")).to_have_value("Wenling City")
    visit(page, site, "place-330300.html")
    recorded = connection.sql(
        "select count(distinct indicator_code) from bi.indicator_value"
        " where region_code = '330300' and value_role != 'target'"
    ).fetchone()
    assert recorded == (page.locator("details:has(#records) tbody tr").count(),)
    assert page.locator(".finding").count() == len(
        connection.sql("from bi.finding where region_code = '330300'").fetchall()
    )


@pytest.mark.parametrize(
    ("language", "says"),
    [
        ("en", ["Promised for 2027 (per 10000 population): Wenling City = 28, Wenzhou City = 27; they are 1 apart."]),
        ("zh", ["2027 年目标（/万人）：温岭市 = 28、温州市 = 27，相差 1。"]),
    ],
)
def test_an_indicator_is_an_article_from_headline_to_sources(
    page: Page, site: Path, language: str, says: list[str]
) -> None:
    visit(page, site, f"compare.html#indicator={CARERS}", language)
    for text in says:
        assert text in page.locator("#headline").inner_text()
    assert page.locator("#grades dt").count() == 2, "exact and close, each in words"
    assert page.locator("#sources li").count() == 3
    assert page.url in page.locator("#cite").inner_text()
    printed = page.locator("#values tbody tr").first.locator("td").nth(4).inner_text()
    assert "养老护理员" in printed or "护理员" in printed, "the label stands by the number"
    visit(page, site, "compare.html#indicator=health_commercial_supplement_uptake", language)
    page.locator("#findings a").first.click()
    page.locator("article:target").wait_for()


def test_promises_are_ranked_by_what_they_ask_for(
    page: Page, site: Path, connection: duckdb.DuckDBPyConnection
) -> None:
    visit(page, site, "ambition.html#region=331081")
    asked = connection.sql(
        "select value_id from bi.ambition where region_code = '331081'"
        " and (gap_closed_share is not null or comparable_count > 1 or is_below_record)"
        " order by gap_closed_share desc nulls last, rank_among_comparable nulls last, indicator_code, value_id limit 5"
    ).fetchall()
    shown = page.locator(".filtered tbody tr:visible td:last-child a").all_inner_texts()
    assert shown[:5] == [value_id for (value_id,) in asked]
    page.get_by_role("button", name="year").click()
    years = page.locator(".filtered tbody tr:visible td:nth-child(3)").all_inner_texts()
    assert years == sorted(years)
    assert min(years) == years[0] == "2023", "sorting looks at the rows that are not shown yet"


def test_the_gravest_findings_come_first(page: Page, site: Path) -> None:
    visit(page, site, "findings.html")
    found = page.locator("article.finding").evaluate_all(
        "all => all.map((one) => [one.dataset.status === 'not_applicable', one.dataset.severity])"
    )
    order = ["critical", "warning", "info"]
    assert found == sorted(found, key=lambda one: (one[0], order.index(one[1])))
    assert found[0] == [False, "critical"]


@pytest.mark.parametrize(("language", "column"), [("en", "name_en"), ("zh", "name_zh")])
def test_a_reader_of_values_is_told_which_may_be_added_up(
    page: Page, site: Path, connection: duckdb.DuckDBPyConnection, language: str, column: str
) -> None:
    """In the words of bi.code, on the page of an indicator and beside the promises of a domain."""
    called = dict(connection.sql(f"select code, {column} from dim_code where code_list = 'aggregation'").fetchall())
    means = dict(
        connection.sql(
            f"select code, {column.replace('name', 'meaning')} from dim_code where code_list = 'aggregation'"
        ).fetchall()
    )
    years = {"en": "Values of several years may", "zh": "各年数值"}[language]
    for code, aggregation, says_years in (
        (CARERS, "mean", False),
        ("emp_new_urban_jobs", "sum", True),
        ("emp_disposable_income_growth", "none", False),
    ):
        visit(page, site, f"compare.html#indicator={code}", language)
        said = page.locator("#facts").inner_text()
        assert f"{called[aggregation]}" in said
        assert means[aggregation] in said
        assert (years in said) == says_years
    visit(page, site, "promises.html#domain=employment&year=2025", language)
    page.locator("#adding summary").click()
    shown = page.locator("#adding").inner_text()
    beside = page.locator("#rows tbody td:first-child").evaluate_all(
        "all => all.map((cell) => [new URLSearchParams(cell.querySelector('a').hash.slice(1)).get('indicator'),"
        " cell.querySelector('.soft').textContent])"
    )
    held = dict(connection.sql("select indicator_code, aggregation from dim_indicator").fetchall())
    assert beside
    assert {code: text for code, text in beside} == {code: called[held[code]] for code, _ in beside}
    assert {means[held[code]] in shown for code, _ in beside} == {True}


@pytest.mark.parametrize("language", ["en", "zh"])
def test_who_is_responsible_is_on_the_page_of_the_indicator_and_leads_to_all_their_promises(
    page: Page, site: Path, connection: duckdb.DuckDBPyConnection, language: str
) -> None:
    visit(page, site, f"compare.html#indicator={CARERS}", language)
    ((name, body),) = connection.sql(
        f"select distinct organization_{language}, organization_id from bi.responsibility"
        f" where indicator_code = '{CARERS}' and plan_id = 'wenzhou-2025' and counted_promise = 1"
    ).fetchall()
    page.locator("#bodies").get_by_role("link", name=name).first.click()
    page.wait_for_url(f"**/promises.html#body={body}")
    page.locator("#rows a[href^=plan-]").first.wait_for()
    promises = connection.execute(
        "select promise_id from bi.progress where verdict_reason is distinct from 'project_amount' and promise_id in"
        " (select promise_id from bi.responsibility where organization_id = ?)",
        [body],
    ).fetchall()
    taken = json.loads(saved(page, "JSON"))
    assert sorted(one["promise_id"] for one in taken) == sorted(promise_id for (promise_id,) in promises)
    assert name in page.locator("#heading").inner_text()


def test_a_long_table_can_be_narrowed_to_rows_with_words(page: Page, site: Path) -> None:
    visit(page, site, f"compare.html#indicator={CARERS}")
    page.get_by_label("Rows with").fill("wenling 2025")
    shown = page.locator("#values tbody tr:visible").all_inner_texts()
    assert shown
    assert all("Wenling City" in text and "2025" in text for text in shown)
    visit(page, site, "plan-wenzhou-2021.html#query=鹿城区", "zh")
    rows = page.locator(".filtered tbody tr:visible").all_inner_texts()
    assert rows
    assert all("鹿城区" in text for text in rows)


def test_what_is_shown_can_be_taken_along(page: Page, site: Path) -> None:
    visit(page, site, f"compare.html#indicator={CARERS}")
    rows = json.loads(saved(page, "JSON"))
    text = saved(page, "CSV").decode("utf-8-sig")
    assert [row["value_id"] for row in csv.DictReader(io.StringIO(text))] == [row["value_id"] for row in rows]
    assert page.locator("#values tbody tr").count() == len(rows)
    assert saved(page, "PNG").startswith(b"\x89PNG")
    picture = saved(page, "SVG").decode("utf-8")
    ElementTree.fromstring(picture)
    for text in ("Certified elderly-care workers", "Wenling City", "24.72"):
        assert text in picture
    visit(page, site, "progress.html#domain=education&year=2025")
    promises = json.loads(saved(page, "JSON"))
    assert {(one["domain_code"], one["year"]) for one in promises} == {("education", 2025)}


def test_the_overview_counts_as_met_in_time_what_domains_have_achieved(
    page: Page, site: Path, connection: duckdb.DuckDBPyConnection
) -> None:
    """Neither what was met from the beginning nor what was met too late."""
    visit(page, site, "overview.html")
    shown = page.get_by_role("link", name=re.compile("met in time$")).inner_text()
    ((achieved,),) = connection.sql("select sum(achieved_count) from mart_domain_realisation").fetchall()
    assert int(shown.split()[0]) == achieved


def test_a_cell_that_a_spreadsheet_would_run_is_text_in_csv(page: Page, site: Path) -> None:
    visit(page, site, "overview.html")
    written = page.evaluate("""csv(["a"], [["=1+1"], ["-5"], ["-cmd"], ['say "a,b"'], [null]])""")
    assert written == '\ufeffa\r\n\'=1+1\r\n-5\r\n\'-cmd\r\n"say ""a,b"""\r\n\r\n'


def test_a_table_is_sorted_by_what_its_heading_says_and_keeps_its_order(page: Page, site: Path) -> None:
    visit(page, site, "progress.html#by=domain")
    table = page.locator("#counts table")

    def column() -> list[str]:
        return table.locator("tbody tr td:last-child").all_inner_texts()

    table.get_by_role("button", name="all").click()
    *counts, total = map(int, column())
    assert counts == sorted(counts)
    assert sum(counts) == total, "the total stays last"
    table.get_by_role("button", name="all").click()
    assert [*map(int, column())][:-1] == sorted(counts, reverse=True)
    page.locator("#projects").check()
    *counts, total = map(int, column())
    assert counts == sorted(counts, reverse=True)
    visit(page, site, "progress.html#target=wenzhou-2021@5981")
    page.locator("#targets thead").get_by_role("button", name="year").click()
    above = page.locator(".audit:not([hidden])").evaluate("row => row.previousElementSibling.textContent")
    assert "@5981" in above


def test_a_verdict_opens_its_audit_row_in_the_window(page: Page, site: Path) -> None:
    visit(page, site, "compare.html#indicator=elder_nursing_bed_share")
    page.get_by_role("link", name="already met").first.click()
    page.wait_for_url("**/progress.html#target=*")
    top = page.locator(".audit:not([hidden])").evaluate("row => row.getBoundingClientRect().top")
    assert 0 <= top < 900


@pytest.mark.parametrize("width", [1440, 390])
def test_findings_are_folded_by_rule_and_an_address_opens_its_own(
    page: Page, site: Path, connection: duckdb.DuckDBPyConnection, width: int
) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    visit(page, site, "findings.html")
    assert page.evaluate("document.documentElement.scrollHeight") < 6_000
    for severity in ("critical", "warning", "info"):  # beside those that are set aside, which are folded twice
        for condition in ("!=", "="):
            key = connection.execute(
                f"select max(finding_key) from bi.finding where severity = ? and status {condition} 'not_applicable'",
                [severity],
            ).fetchone()
            if not key or not key[0]:
                continue
            visit(page, site, f"findings.html#{key[0]}")
            place = page.locator("article:target").bounding_box()
            assert place
            assert 0 <= place["y"] < 900 - place["height"]
    visit(page, site, "findings.html")
    folded = page.locator("article.finding:visible").count()
    page.get_by_label("severity").select_option("info")
    found = page.locator("article.finding:visible").count()
    assert found == page.locator('article.finding[data-severity="info"]').count() > 0, "what is found is unfolded"
    page.get_by_label("severity").select_option("")
    assert page.locator("article.finding:visible").count() == folded


def test_a_plan_whose_years_are_over_is_not_called_in_force(
    page: Page, site: Path, connection: duckdb.DuckDBPyConnection
) -> None:
    over = dict(connection.sql("select plan_title_en, not is_current from bi.plan").fetchall())
    assert set(over.values()) == {True, False}
    visit(page, site, "plans.html")
    rows = [row.split("\t") for row in page.locator("tbody tr").all_inner_texts()]
    assert {title: status == "ended" for title, *_, status, _, _ in rows} == over


def test_forced_colours_keep_apart_what_colour_alone_would(browser: Browser, site: Path) -> None:
    """Such a mode takes all colours of ours, and shows borders that were transparent."""
    page = browser.new_page(forced_colors="active")
    visit(page, site, f"compare.html#indicator={CARERS}")
    borders = page.locator(".site nav a").evaluate_all(
        "all => all.map((one) => [one.matches('[aria-current]'), getComputedStyle(one).borderBottomColor])"
    )
    assert {color for current, color in borders if current}.isdisjoint(
        color for current, color in borders if not current
    )
    colors = page.locator(".chart").first.evaluate(
        "chart => ['#0b5394', '#b34700'].map((one) => chart.querySelector(`[stroke='${one}']`))"
        ".map((mark) => getComputedStyle(mark).stroke)"
    )
    assert len(set(colors)) == 2
    assert "rgb(11, 83, 148)" not in colors
    page.close()


def test_a_phone_folds_long_pages_and_opens_what_the_address_names(page: Page, site: Path) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    for language in ("en", "zh"):
        for address in (*PAGES, "plan-wenzhou-2021.html", "place-331081.html"):
            visit(page, site, address, language)
            assert page.evaluate("document.documentElement.scrollHeight") < 8_000, address
    visit(page, site, "plan-wenzhou-2021.html#wenzhou-2021@5981")
    assert page.locator(":target").is_visible()


SENTENCE = re.compile(r"[A-Za-z]{2,}(?:,? [A-Za-z]{2,}){2}")
"""Three words in Latin letters: what a plan prints and what things are called has fewer."""

SHOWN_TEXTS = """
() => {
  const walker = document.createTreeWalker(document.documentElement, NodeFilter.SHOW_TEXT), texts = [];
  while (walker.nextNode())
    if (!walker.currentNode.parentElement.matches("script, style")) texts.push(walker.currentNode.data);
  for (const name of ["aria-label", "title", "placeholder", "alt"])
    for (const one of document.querySelectorAll(`[${name}]`)) texts.push(one.getAttribute(name));
  return texts;
}
"""


def test_no_chinese_page_has_a_sentence_in_english(page: Page, site: Path) -> None:
    written = [path.name for path in sorted((site / "zh").glob("*.html"))]
    for address in [*PAGES, *(name for name in written if name not in PAGES)]:
        visit(page, site, address, "zh")
        texts = page.evaluate(SHOWN_TEXTS)
        assert len(texts) > 15, address
        assert [text for text in texts if SENTENCE.search(text)] == [], address


def test_no_text_that_chinese_pages_are_given_is_a_sentence_in_english(page: Page, site: Path) -> None:
    """Of all indicators, promises and findings; a search looks for English words, too."""
    page.goto("about:blank")
    for script in sorted((site / "data").glob("*-zh.js")):
        page.add_script_tag(path=script)
    texts = page.evaluate("""() => {
        const texts = [];
        const walk = (value) => typeof value === "string" ? texts.push(value)
          : value?.rows ? value.rows.forEach((row) => walk(row.filter((_, n) => !/^search_/.test(value.columns[n]))))
          : value && typeof value === "object" && Object.values(value).forEach(walk);
        walk(window.atlas);
        return texts;
    }""")
    assert len(texts) > 10_000
    assert [text for text in texts if SENTENCE.search(text)] == []


def test_a_page_is_in_one_language(page: Page, site: Path) -> None:
    """Words in Latin letters on a Chinese page are identifiers, units and names, a few among hundreds of characters."""
    for address in PAGES:
        if "target=" in address:  # an audit row names its columns
            continue
        visit(page, site, address, "zh")
        text = page.locator("main").inner_text()
        words = re.findall(r"(?<![\w@#./-])[A-Za-z]{2,}(?![\w@/-])", text)
        assert len(words) < len(re.findall(r"[\u4e00-\u9fff]", text)) / 100 + 12, (address, words)
        assert re.findall(r"[\u4e00-\u9fff][,?] ?[\u4e00-\u9fff]", text) == [], address


def test_text_of_a_plan_stays_text(browser: Browser, bi_alone: Path, tmp_path: Path) -> None:
    with duckdb.connect(str(bi_alone)) as connection:
        for view, column in (
            ("plan_value", "label"),
            ("plan_value", "printed_text"),
            ("plan_value", "indicator_en"),
            ("indicator_value", "printed_text"),
            ("indicator_value", "match_reason_en"),
            ("indicator", "indicator_en"),
            ("indicator", "definition_en"),
            ("search_entry", "search_words"),
            ("plan", "plan_title_en"),
            ("finding", "explanation_en"),
            ("progress", "label"),
            ("progress", "value_text"),
            ("responsibility", "organization_en"),
        ):
            connection.execute(f"update bi.{view} set {column} = $1 || {column}", [HOSTILE])
        atlas.write(connection, tmp_path / "site")
    page = browser.new_page()
    for address in PAGES:
        visit(page, tmp_path / "site", address)
        assert page.evaluate("[window.hit ?? null, document.querySelectorAll('img').length]") == [None, 0], address
    visit(page, tmp_path / "site", f"compare.html#indicator={CARERS}")
    assert HOSTILE in str(page.locator("#chosen h2").text_content())
    page.close()


def test_a_page_weighs_less_than_one_and_a_half_megabytes_and_names_nothing_outside(site: Path) -> None:
    written = sorted(site.glob("*/*.html"))
    assert len(written) > 60
    for page in written:
        html = page.read_text("utf-8")
        parts = re.findall(r'(?:src|href)="(\.\./(?:assets|data)/[^"]+)"', html)
        assert sum((page.parent / part).stat().st_size for part in parts) + len(html.encode()) < 1_500_000, page.name
        links = re.findall(r'(?:src|href)="(?!data:,")([^"#]+)', html)
        assert [link for link in links if not (page.parent / link).is_file()] == []


def test_it_works_behind_a_server_under_any_path(context: BrowserContext, site: Path) -> None:
    handler = partial(Quiet, directory=str(site.parent))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        page = context.new_page()
        page.goto(f"http://127.0.0.1:{server.server_port}/{site.name}/en/compare.html#indicator={CARERS}")
        page.wait_for_function("document.querySelectorAll('figure').length && document.querySelector('figure').view")
        page.close()
        server.shutdown()


def test_print_leaves_out_what_paper_cannot_use(page: Page, site: Path) -> None:
    visit(page, site, "trajectories.html#domain=health")
    page.emulate_media(media="print")
    assert not page.locator(".filters").first.is_visible()
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert page.locator("figure table").first.is_visible()


def test_the_command_writes_beside_the_warehouse_and_spares_other_files(
    warehouse: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy = tmp_path / "minsheng.duckdb"
    copy.symlink_to(warehouse)
    monkeypatch.setattr("minsheng.paths.warehouse", lambda: copy)
    result = CliRunner().invoke(app, ["atlas"])
    assert result.exit_code == 0, result.output
    folder = tmp_path / "exports" / "atlas"
    (folder / "en" / "plan-gone.html").write_text("of a plan that is no more", "utf-8")
    assert CliRunner().invoke(app, ["atlas"]).exit_code == 0
    assert (folder / "index.html").exists()
    assert not (folder / "en" / "plan-gone.html").exists()
    other = tmp_path / "other"
    other.mkdir()
    (other / "letter.txt").write_text("keep me", "utf-8")
    result = CliRunner().invoke(app, ["atlas", "--output", str(other)])
    assert result.exit_code == 2
    assert "holds other files" in result.output
    assert [path.name for path in other.iterdir()] == ["letter.txt"]
