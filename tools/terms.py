"""The page of terms: what surfaces call things in Chinese and English, from the tables that they take it from."""

import csv
from collections import defaultdict
from collections.abc import Iterable, Iterator

from minsheng.outputs.translations import TEXTS
from minsheng.paths import root

UNLISTED = {"population_base", "code_list", "refusal", "component_kind", "organization_kind"}
"""Lists of what is counted and of what the drafting rules say, which are long and no terms."""

OFFICIAL = {
    "childcare": "childcare",
    "education": "education",
    "employment": "employment",
    "health": "medical services",
    "elderly_care": "elderly care",
    "housing": "housing",
    "social_assistance": "social assistance",
}
"""The first seven domains in the English edition of the report to the 19th National Congress of 2017."""


def rows(name: str) -> list[dict[str, str]]:
    with (root() / "seeds" / "reference" / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def table(columns: Iterable[str], lines: Iterable[Iterable[str]]) -> Iterator[str]:
    head = list(columns)
    yield f"| {' | '.join(head)} |"
    yield f"|{' --- |' * len(head)}"
    yield from (f"| {' | '.join(line)} |" for line in lines)


def page() -> str:
    codes = defaultdict(list)
    for one in rows("codes.csv"):
        codes[one["code_list"]].append(one)
    titles = {one["code"]: one for one in codes["code_list"]}
    domains = [
        (one["name_zh"], one["search_words"].split()[0] if int(one["sort_order"]) < 10 else "", one["name_en"],
         OFFICIAL.get(one["domain_code"], ""))
        for one in rows("domains.csv")
    ]  # fmt: skip
    lines = [
        "# Terms",
        "",
        "What terminal, pages, workbook and files call things in both languages: from `seeds/reference/domains.csv`,",
        "`seeds/reference/codes.csv` and the texts of the pages (`make docs-output`). One Chinese term has one",
        "English one, which a test checks. What each code means is in `bi.code`.",
        "",
        "## Domains",
        "",
        "Official English is that of the report to the 19th National Congress (2017) in its English edition.",
        "",
        *table(("中文", "国家标准", "English", "official English"), domains),
    ]
    for name, listed in codes.items():
        if name in UNLISTED:
            continue
        lines += ["", f"## `{name}`" + (f" {titles[name]['name_zh']}" if name in titles else ""), ""]
        lines += table(("中文", "English", "code"), ((o["name_zh"], o["name_en"], f"`{o['code']}`") for o in listed))
    short = sorted((zh, en) for en, zh in TEXTS.values() if len(en) < 30 and "{" not in en)
    return "\n".join([*lines, "", "## Texts of the pages", "", *table(("中文", "English"), short)]) + "\n"


def english_of(chinese: bool = True) -> dict[str, set[str]]:
    """English terms by the Chinese one that stands for them, and with `chinese=False` the other way."""
    pairs = [(o["name_zh"], o["name_en"]) for o in rows("codes.csv") if o["code_list"] not in UNLISTED]
    pairs += [(zh, en) for en, zh in TEXTS.values()]
    found = defaultdict(set)
    for zh, en in pairs:
        found[zh if chinese else en.lower()].add(en.lower() if chinese else zh)
    return found
