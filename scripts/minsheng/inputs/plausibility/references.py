"""Rules on plans, units and matches."""

from __future__ import annotations

from minsheng.inputs import grammar
from minsheng.inputs.plausibility.rule import Rule
from minsheng.inputs.rules import WORD_REASONS
from minsheng.sql import quoted

RULES = (
    Rule(
        "plan_id_unlike_first_year",
        "first_year",
        "the year in plan_id",
        "select file, line, first_year as found from plans"
        " where regexp_extract(plan_id, '-([0-9]{4})', 1) != first_year and first_year != ''",
    ),
    Rule(
        "plan_named_like_another",
        "subject_zh",
        "subject_zh and subject_en that tell it from the other plans of its place and years",
        """
        select file, line, says('{plan}, of the place, years and subject of {other}',
            map {'plan': plan_id, 'other': first(plan_id) over same_name}) as found
        from plans
        window same_name as (
            partition by region_code, first_year, last_year, subject_zh, subject_en
            order by starts_with(file, 'seeds/') desc, line
        )
        qualify row_number() over same_name > 1
        union all
        select file, line, says('{plan}, of one language only', map {'plan': plan_id})
        from plans where (subject_zh = '') != (subject_en = '')
        """,
        is_warning=True,
    ),
    Rule(
        "plan_ends_before_it_begins",
        "last_year",
        "a year not before first_year",
        "select file, line, last_year as found from dated_plans where to_year < from_year",
    ),
    Rule(
        "plan_years_unlike_title",
        "last_year",
        "the years that the title prints, or those of the five-year plan that it names",
        """
        select file, line, says('{years} for {title}',
            map {'years': first_year || '-' || last_year, 'title': title_zh}) as found
        from dated_plans
        where years_in(title_zh) != [] and list_sort(list_distinct([from_year, to_year])) != years_in(title_zh)
        """,
        is_warning=True,
    ),
    Rule(
        "plan_from_the_future",
        "issued_on",
        "a day that has come",
        """
        select file, line,
            says('{date}, but today is {today}', map {'date': issued_on, 'today': cast(today.day as varchar)}) as found
        from dated_plans cross join today where issued > today.day
        """,
    ),
    Rule(
        "draft_in_force",
        "status",
        "draft_for_public_comment, as the title says",
        """
        select file, line, status as found
        from plans where status = 'in_force' and regexp_matches(title_zh, '征求意见稿|公开征求意见|草案|送审稿')
        """,
    ),
    Rule(
        "known_finding_of_nothing",
        "finding_key",
        "a rule of seeds/reference/checks.csv and identifiers of values that exist",
        """
        with parts as (
            select file, line, finding_key, string_split(finding_key, ':')[1] as rule,
                unnest(string_split(finding_key, ':')) as part
            from known_findings
        )
        select distinct file, line, finding_key as found
        from parts
        where rule not in (select check_id from checks)
            or regexp_full_match(part, '[a-z0-9-]+@[A-Za-z0-9._-]+') and part not in (select value_id from all_values)
        """,
        is_warning=True,
    ),
    Rule(
        "unit_base_is_derived",
        "base_unit_code",
        "a unit of the same quantity that is its own base, with the factor 1",
        """
        select u.file, u.line, u.base_unit_code as found
        from units as u join units as b on u.base_unit_code = b.unit_code
        where b.base_unit_code != b.unit_code or try_cast(b.to_base_factor as double) != 1 or b.quantity != u.quantity
        """,
    ),
    Rule(
        "unit_factor_unlike_name",
        "to_base_factor",
        "the factor that the name says",
        """
        with named as (
            select u.*, try_cast(u.to_base_factor as double) as factor, base.name_zh as base_name,
                multiple_of(u.name_zh) as multiple, regexp_replace(u.name_zh, '^[十百千万亿]+', '') as rest,
                regexp_extract(u.name_zh, '每([十百千万]*)人', 1) as heads,
                regexp_extract(base.name_zh, '每([十百千万]*)人', 1) as base_heads,
                regexp_matches(u.name_zh || base.name_zh, '每[十百千万]*人.*每[十百千万]*人') as is_rate
            from units as u join units as base on u.base_unit_code = base.unit_code
        ),
        factors as (
            select n.*, case
                when is_rate then multiple_of(base_heads) / multiple_of(heads)
                when known.factor is not null then known.factor
                when multiple = 1 then null
                when part.unit_code is not null then multiple * try_cast(part.to_base_factor as double)
                when rest = base_name then multiple
            end as expected
            from named as n
            left join units as part on part.name_zh = n.rest and part.base_unit_code = n.base_unit_code
            left join (values
                ('千分之一', '百分之一', 0.1), ('整体的份额', '百分之一', 100), ('公里', '米', 1000),
                ('千米', '米', 1000), ('平方公里', '平方米', 1000000), ('公顷', '平方米', 10000),
                ('亩', '平方米', 666.666667), ('小时', '分钟', 60), ('千克', '克', 1000), ('公斤', '克', 1000),
                ('吨', '千克', 1000), ('吨', '公斤', 1000)
            ) as known(name, base, factor) on known.name = n.name_zh and known.base = n.base_name
            where n.unit_code != n.base_unit_code
        )
        select file, line, says('{factor} for {unit} ({expected} {base})', map {
            'factor': to_base_factor, 'unit': name_zh, 'expected': cast(expected as varchar), 'base': base_name
        }) as found
        from factors where abs(factor - expected) > expected / 1000000
        """,
    ),
    Rule(
        "spelling_unlike_unit",
        "unit_code",
        "a unit whose name begins with the same 万 or 亿, or with none",
        """
        select s.file, s.line, says('{text} as {name}', map {'text': s.spelling, 'name': u.name_zh}) as found
        from unit_spellings as s join units as u using (unit_code)
        where regexp_extract(regexp_replace(s.spelling, '(.+)[(]([万亿])[)]$', '\\2\\1'), '^[百千]?[万亿]')
            != regexp_extract(u.name_zh, '^[百千]?[万亿]')
        """,
    ),
    Rule(
        "exclusion_unlike_its_run",
        "reason",
        "a reason of words for a coverage word, one of numbers for a number; name for either",
        f"""
        select file, line, says('{{found}} for {{text}}', map {{'found': reason, 'text': run_text}}) as found
        from exclusions
        where reason != 'name' and regexp_full_match(run_text, '{grammar.sql("coverage_word_pattern")}') != (
            reason in ({", ".join(map(quoted, WORD_REASONS))})
        )
        """,
    ),
    Rule(
        "match_without_reason",
        "reason_en",
        "what differs, in Chinese and English, for every grade but exact",
        "select file, line, match_grade as found from indicator_matches"
        " where match_grade != 'exact' and (reason_en = '' or reason_zh = '')",
    ),
    Rule(
        "exact_match_with_reason",
        "match_grade",
        "close, broad, narrow or related where a reason says what differs; exact has none",
        "select file, line, match_grade as found from indicator_matches"
        " where match_grade = 'exact' and reason_en || reason_zh != ''",
    ),
    Rule(
        "label_without_one_primary",
        "is_primary",
        "true in exactly one row of a label and sub-group, and in every row that is exact or close",
        """
        select file, line, says('{rows} primary rows',
            map {'rows': cast(count(*) filter (is_primary = 'true') over labels as varchar)}) as found
        from indicator_matches
        window labels as (partition by plan_id, label, subgroup)
        qualify count(*) filter (is_primary = 'true') over labels != 1
            or is_primary != 'true' and match_grade in ('exact', 'close')
        """,
    ),
    Rule(
        "label_is_another_indicator",
        "indicator_code",
        "the indicator that bears this name, or that this label has in another plan; else a row in"
        " indicator_non_matches.csv",
        """
        with uses as (
            select name_zh as label, '' as subgroup, indicator_code, '' as plan_id from indicators
            union all
            select label, subgroup, indicator_code, plan_id from indicator_matches
            where match_grade in ('exact', 'close')
        ),
        ambiguous as (
            select uses.* from uses semi join (
                select label, subgroup from uses group by all having min(indicator_code) != max(indicator_code)
            ) using (label, subgroup)
        )
        select m.file, m.line, says('{indicator} for {label}, not {other}', map {
            'indicator': m.indicator_code, 'label': m.label, 'other': min(a.indicator_code)}) as found
        from indicator_matches as m join ambiguous as a using (label, subgroup)
        where m.indicator_code != a.indicator_code and m.match_grade in ('exact', 'close')
            and not exists (
                select 1 from indicator_non_matches as n
                where n.plan_id in (m.plan_id, a.plan_id) and n.label = m.label
                    and n.indicator_code in (m.indicator_code, a.indicator_code)
            )
        group by m.file, m.line, m.indicator_code, m.label
        """,
        is_warning=True,
    ),
    Rule(
        "label_unlike_its_indicator",
        "indicator_code",
        "an indicator whose name, or another of whose labels, shares a word with the label",
        """
        with names as (
            select indicator_code, name_zh as name, true as is_its_name from indicators
            union
            select indicator_code, label, false from indicator_matches
        ),
        strange as (
            select label, indicator_code from indicator_matches where match_grade = 'exact'
            except
            select l.name, l.indicator_code
            from names as l join names as n using (indicator_code)
            where not l.is_its_name and (n.is_its_name or n.name != l.name) and (
                list_has_any(pairs_of(n.name), pairs_of(l.name))
                or length(l.name) <= 5
                and len(list_intersect(string_split(n.name, ''), string_split(l.name, ''))) >= 2
            )
        )
        select m.file, m.line, says('{text} as {name}', map {'text': m.label, 'name': i.name_zh}) as found
        from indicator_matches as m join strange using (label, indicator_code)
        join indicators as i using (indicator_code)
        where m.match_grade = 'exact'
        """,
        is_warning=True,
    ),
)
