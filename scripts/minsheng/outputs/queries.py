"""The questions that terminal and Python ask, as SQL: each reads the views of bi one at a time, in either language.

Columns without a suffix are in the language asked for; coded columns hold the code in English and its name in Chinese.
Every row that is about a value ends in its value_id and its section.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from minsheng.messages import Language
from minsheng.sql import value, values

Where = Mapping[str, Sequence[object]]
"""Columns, and for each the values that it may have; an empty list allows all."""


def _where(given: Where, *conditions: str) -> str:
    """Return the condition of a query."""
    listed = [f"{column} in {values(*allowed)}" for column, allowed in given.items() if allowed]
    return " and ".join([*conditions, *listed]) or "true"


def _named(language: Language, *columns: str) -> str:
    """Return columns as texts of a language: `region_en as region`."""
    return ", ".join(f"{column}_{language} as {column}" for column in columns)


def _coded(language: Language, *columns: str, is_named: bool = False) -> str:
    """Return coded columns as a reader wants them: names in Chinese, codes in English, unless names are asked for."""
    return _named(language, *columns) if is_named or language is Language.zh else ", ".join(columns)


def promises(language: Language, where: Where, *, is_named: bool = False) -> str:
    """Return SQL of promises by year, place and indicator."""
    return f"""
        select
            year, {_named(language, "region", "indicator")}, printed_text as printed,
            {_coded(language, "verdict", is_named=is_named)},
            target_value, {_named(language, "unit")}, statement_count, plan_id, {_named(language, "domain")},
            indicator_code, promise_id, value_id, section
        from bi.promise
        where {_where(where)}
        order by year, region_code, domain_code, indicator_code, plan_id, value_id
    """


MET_IN_TIME = "verdict in ('target_achieved', 'already_met', 'maintained')"
"""What mart_domain_realisation counts as achieved: neither met too late, nor from the beginning."""
PROJECT_AMOUNTS_ASIDE = "verdict_reason is distinct from 'project_amount'"


def progress(language: Language, where: Where, *, only_judged: bool = True, is_named: bool = False) -> str:
    """Return SQL of promises with their verdict and what it was worked out from; project amounts are left out."""
    judged = "is_assessed" if only_judged else "true"
    return f"""
        select
            year, {_named(language, "region", "indicator")}, printed_text as printed,
            baseline_year, baseline_value, outcome_year, outcome_value, growth_ratio, linear_pace,
            {_coded(language, "verdict", "verdict_reason", is_named=is_named)}, lag_years, is_achieved_early, plan_id,
            {_named(language, "domain")}, indicator_code, promise_id, value_id, section
        from bi.progress
        where {_where(where, judged, PROJECT_AMOUNTS_ASIDE)}
        order by plan_id, indicator_code, char_start, value_id
    """


def verdicts(language: Language, where: Where, *, is_named: bool = False) -> str:
    """Return SQL that counts the same promises by verdict and reason, the judged ones first."""
    return f"""
        select {_coded(language, "verdict", "verdict_reason", is_named=is_named)}, count(*) as promises
        from bi.promise
        where {_where(where, PROJECT_AMOUNTS_ASIDE)}
        group by all
        order by bool_or(bi.promise.verdict in ('not_assessable', 'no_later_record', 'not_due')), count(*) desc, 1, 2
    """


def ambition(language: Language, where: Where) -> str:
    """Return SQL of promises by how much of the gap to the natural limit they close, the most first."""
    return f"""
        select
            year, {_named(language, "region", "indicator")}, printed_text as printed, baseline_year, baseline_value,
            target_value, {_named(language, "unit")}, gap_closed_share, rank_among_comparable, comparable_count,
            difference_to_province, is_below_record, plan_id, {_named(language, "domain")}, indicator_code,
            promise_id, value_id, section
        from bi.ambition
        where {_where(where)}
        order by gap_closed_share desc nulls last, rank_among_comparable nulls last, indicator_code, value_id
    """


def findings(language: Language, where: Where) -> str:
    """Return SQL of findings, the gravest first; those that do not apply come last."""
    severity = _coded(language, "severity", "status", "known_class")
    return f"""
        select
            {severity}, check_id as rule, plan_id, {_named(language, "region", "indicator")}, year,
            left_printed_text as printed, right_printed_text as other_printed,
            {_named(language, "explanation", "known_explanation")}, indicator_code, finding_key,
            right_value_id as other_value_id, left_value_id as value_id, left_section as section
        from bi.finding
        where {_where(where)}
        order by status = 'not_applicable', position(bi.finding.severity[1] in 'cwi'), plan_id, check_id, finding_key
    """


_REMARKS = {
    Language.en: """
        case when period_basis = 'cumulative'
            then 'Sum of ' || period_start_year || '-' || year
                || case when is_yearly_average then ', shown per year. ' else '. ' end
            else '' end
        || case when is_provisional then 'Not compared yet. ' else '' end
        || coalesce(match_reason_en, '')
        || coalesce('From ' || coalesce(source_title, publisher), '')
        || coalesce(', ' || published_on, '') || case when source_id is null then '' else '. ' end
        || case when is_preliminary then 'Preliminary. ' else '' end
        || coalesce('Another ' || scope_difference_en || ' than the indicator''s. ', '')
    """,
    Language.zh: """
        case when period_basis = 'cumulative'
            then period_start_year || '—' || year || '年合计'
                || case when is_yearly_average then '，按年均列出。' else '。' end
            else '' end
        || case when is_provisional then '尚未比对。' else '' end
        || coalesce(match_reason_zh, '')
        || coalesce('来源：' || coalesce(source_title, publisher), '')
        || coalesce('，' || published_on, '') || case when source_id is null then '' else '。' end
        || case when is_preliminary then '初步数。' else '' end
        || coalesce('与指标的' || scope_difference_zh || '不同。', '')
    """,
}
"""What a reader must know of a value beside others."""


_IS_COMPARED = """
    coalesce(compared_grade in ('exact', 'close'), false) and scope_difference is null
    and coalesce(standing in ('final', 'latest'), false)
"""
"""Exact or close, of the indicator's scope, and of a whole year or a state."""


def comparison(language: Language, indicator_codes: Sequence[str]) -> str:
    """Return SQL of what all plans and publications say of indicators, by year and place; related values are left out.

    Values are in the unit of the indicator; a sum over years is its yearly average where the quantity comes every year.
    """
    return f"""
        select
            indicator_code, {_named(language, "indicator")}, year, period_month as month,
            {_named(language, "region")}, {_coded(language, "value_role")},
            coalesce(plan_id, source_id) as stated_in, coalesce(printed_text, '–') as printed, operator,
            shown_value as value, {_named(language, "unit")}, {_coded(language, "compared_grade", "verdict")},
            trim({_REMARKS[language]}) as remark,
            {_IS_COMPARED} as is_compared,
            value_role = 'target' as is_promised, value_id, section
        from bi.indicator_value
        where {_where({"indicator_code": indicator_codes})}
        order by
            indicator_code, year, coalesce(period_month, 12), region_code, value_role, stated_in, char_start,
            value_id
    """


def points(language: Language) -> str:
    """Return SQL of the same values of all indicators with what a chart needs of them, the remarks in a language."""
    return f"""
        select
            indicator_code, region_code, period_start_year as first_year, year,
            period_month as month, origin, value_role, coalesce(plan_id, source_id) as plan_id, value_id, label,
            coalesce(printed_text, '(blank)') as printed, operator, shown_value as value, is_yearly_average,
            shown_lower_bound as lower, shown_upper_bound as upper, compared_grade as match_grade,
            trim({_REMARKS[language]}) as remark, section, char_start, verdict, verdict_reason, is_achieved_early,
            {_IS_COMPARED} as is_drawn
        from bi.indicator_value
        order by
            indicator_code, region_code, year, coalesce(period_month, 12), value_role,
            coalesce(plan_id, source_id), char_start, value_id
    """


UNIT = {
    Language.zh: "coalesce(unit_label_zh, '')",
    Language.en: r"coalesce(if(regexp_matches(unit_label_en, '\p{Han}'), nullif(unit_en, 'item'), unit_label_en), '')",
}
"""How a unit is written beside a figure: by its sign, in English by its name where the sign is a Chinese
word; things that are counted need none."""


def value_of(value_id: str) -> str:
    """Return SQL of all that is known of one value."""
    return f"from bi.plan_value where value_id = {value(value_id)}"


def value_ids() -> str:
    """Return SQL of the identifiers of all values."""
    return "select value_id from bi.plan_value"


def sources(language: Language) -> str:
    """Return SQL of the plans and publications that values come from; only plans have a hash, and come first."""
    source_kind = "source_kind_zh" if language is Language.zh else "source_kind"
    return f"""
        select
            plan_id as source_id, '{"规划" if language is Language.zh else "plan"}' as kind,
            plan_title_{language} as title, issuer as publisher, coalesce(issued_on, posted_on) as published_on,
            first_year, last_year, is_current, value_count, url, retrieved_on, source_file,
            source_sha256 as sha256
        from bi.plan
        union all by name
        select
            source_id, {source_kind} as kind, source_title as title, publisher, published_on,
            record_count as value_count, url
        from bi.source
        order by sha256 nulls last, source_id
    """


def captured_file(plan_id: str) -> str:
    """Return SQL of the name and hash of the file that a plan was captured from."""
    return f"select source_file, source_sha256 from bi.plan where plan_id = {value(plan_id)}"


def indicators(language: Language, where: Where, *, in_one_plan: bool) -> str:
    """Return SQL of indicators by domain.

    Args:
        language: of the names.
        where: which of them.
        in_one_plan: also those with values in one plan only, which compare with nothing.
    """
    return f"""
        select
            domain_code as domain, indicator_code as code, {_named(language, "indicator")}, {_named(language, "unit")},
            plan_count as plans, region_count as places, {_coded(language, "direction", "aggregation")},
            {_named(language, "definition")}
        from bi.indicator
        where {_where(where, "true" if in_one_plan else "plan_count > 1")}
        order by domain_sort_order, plan_count desc, indicator_code
    """


def entries(kind: str) -> str:
    """Return SQL of what can be asked for by name (`minsheng.outputs.search.Entry`), of one kind."""
    return f"""
        select code, name_zh, name_en, search_names, search_words, plan_count
        from bi.search_entry
        where entry_kind = {value(kind)}
        order by sort_order, code
    """


def headings(language: Language, indicator_codes: Sequence[str]) -> str:
    """Return SQL of what is said of an indicator above its values; a provisional one has no direction."""
    return f"""
        select
            indicator_code, {_named(language, "indicator", "unit_label", "definition")},
            {_coded(language, "direction", "aggregation")}
        from bi.indicator
        where {_where({"indicator_code": indicator_codes})}
    """
