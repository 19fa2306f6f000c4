"""Rules on value texts and their places in the document."""

from __future__ import annotations

from minsheng.inputs.plausibility.rule import Rule

FAR = 8
"""How many times all other values of its series a value must be, or be smaller than, to be asked about."""

HELD_BY_COLUMNS = (
    "(?i)period inferred|cumulative|annual|pledged|full coverage|zero stated"
    "|per (?:county|district|township|village|school)|(?:one|two|share) (?:printed )?(?:figure|value|word)s?"
)
"""What a note may not say, because a column says it."""

RULES = (
    Rule(
        "offset_used_twice",
        "char_start",
        "another label, sub-group, place or period for each further row of one printed figure",
        """
        with used as (
            select *, hash(plan_id, char_start, label, subgroup, region_code, period, origin, publication) as mark
            from (select *, case when origin = 'plan' then '' else section end as publication from dated_values)
        ),
        -- Many rows share no key: marks tell most of them apart, in a tenth of the room.
        alike as (from used semi join (select mark from used group by mark having count(*) > 1) using (mark)),
        first_rows as (
            select plan_id, char_start, label, subgroup, region_code, period, origin, publication,
                min((file, line)) as place
            from alike
            group by all
            having count(*) > 1
        )
        select file, line, says('{place} with {label}', map {'place': char_start, 'label': label}) as found
        from alike join first_rows
            using (plan_id, char_start, label, subgroup, region_code, period, origin, publication)
        where (file, line) != place
        """,
    ),
    Rule(
        "records_contradict",
        "value_text",
        "one record of a label, sub-group, place and period in one publication",
        """
        select file, line, found from contradicting_records where is_one_publication
        """,
    ),
    Rule(
        "records_differ_between_publications",
        "value_text",
        "the same record of a label, sub-group, place and period in every publication",
        """
        select file, line, found from contradicting_records where not is_one_publication
        """,
        is_warning=True,
    ),
    Rule(
        "value_far_from_its_series",
        "value_text",
        f"a value nearer to the others of its label, sub-group and place than {FAR} to 1; is the unit right?",
        f"""
        with series as (
            select * from numbers
            where number > 0 and statement_kind in ('indicator_table', 'commitment')
                and (period_basis != 'annual' or month is null)
        ),
        ends as (
            select plan_id, label, subgroup, region_code, period_basis, min(number, 2) as least, max(number, 2) as most
            from series
            group by all
            having count(*) > 1 and (most[1] >= {FAR} * most[2] or {FAR} * least[1] <= least[2])
        )
        select file, line, value_text || unit_text as found
        from series join ends using (plan_id, label, subgroup, region_code, period_basis)
        where number = most[1] and number >= {FAR} * most[2] or number = least[1] and {FAR} * number <= least[2]
        """,
        is_warning=True,
    ),
    Rule(
        "kind_unlike_its_place",
        "statement_kind",
        "commitment for running text and boxes, which have no table_row and no table_column; another kind for tables",
        """
        select file, line, statement_kind as found
        from plan_values
        where case when statement_kind = 'commitment' then table_row || table_column != '' else table_row = '' end
        """,
    ),
    Rule(
        "strength_of_no_target",
        "commitment_strength",
        "one of pledged, striven_for, basic, explored for a target, and nothing for what is no target",
        """
        select file, line, commitment_strength as found
        from fresh_dated_values where (value_role = 'target') != (commitment_strength != '')
        """,
    ),
    Rule(
        "nature_of_no_target",
        "target_nature",
        "binding, expected or yearly growth for a target alone",
        """
        select file, line, target_nature || yearly_growth_text as found
        from fresh_dated_values where value_role != 'target' and target_nature || yearly_growth_text != ''
        """,
    ),
    Rule(
        "shared_words_without_place",
        "shared_operator",
        "the words and their offset, or neither; and words that are an operator for a figure without one",
        """
        select file, line,
            says('{words} at {other}', map {'words': shared_operator, 'other': shared_operator_char_start}) as found
        from fresh_dated_values where (shared_operator = '') != (shared_operator_char_start = '')
        union all
        select file, line, says('{words} for {other}', map {'words': shared_operator, 'other': value_text})
        from fresh_dated_values join readings using (value_text, unit_text, label, shared_operator)
        where shared_operator != '' and (operator = 'eq' or operator_text = body_text)
        """,
    ),
    Rule(
        "note_repeats_column",
        "note",
        "what no column holds; period, basis, strength, distribution, coverage and shared figures have theirs",
        f"""
        select file, line, note as found from fresh_dated_values
        where regexp_matches(note, '{HELD_BY_COLUMNS}')
            or commitment_strength = 'basic' and regexp_matches(note, '(?i)基本|basic|largely')
            or commitment_strength = 'striven_for' and regexp_matches(note, '(?i)力争|争取|striv')
            or commitment_strength = 'explored' and regexp_matches(note, '(?i)探索|explor')
        """,
    ),
    # The cells of one printed row are read in one order throughout a table.
    Rule(
        "columns_out_of_order",
        "char_start",
        "the columns of a table in the same order in each of its rows; two cells may be swapped",
        """
        with placed as (
            select *, try_cast(char_start as bigint) as place from plan_values where statement_kind = 'indicator_table'
        ),
        ranked as (
            select *, rank() over cells as position, lag(place) over cells as place_before,
                lag(table_column) over cells as column_before
            from placed
            window cells as (partition by plan_id, section, table_row, subgroup order by place)
        ),
        columns as (
            select plan_id, section, table_column, avg(position) as position from ranked group by all
        )
        select r.file, r.line,
            says('{place} in {heading}', map {'place': r.char_start, 'heading': r.table_column}) as found
        from ranked as r
        join columns as own using (plan_id, section, table_column)
        join columns as before
            on r.plan_id = before.plan_id and r.section = before.section and r.column_before = before.table_column
        where r.place > r.place_before and own.position < before.position
        """,
    ),
    Rule(
        "rows_out_of_order",
        "char_start",
        "the rows of a table in the order of the document; two rows may be swapped",
        """
        with placed as (
            select plan_id, section, try_cast(table_row as integer) as row,
                min(try_cast(char_start as bigint)) as place, min_by(file, line) as file, min(line) as line
            from plan_values where statement_kind = 'indicator_table'
            group by plan_id, section, row
        )
        select file, line, says('{place} in row {row}', map {'place': place, 'row': row}) as found
        from placed
        qualify place < lag(place) over (partition by plan_id, section order by row)
        """,
        is_warning=True,
    ),
)
