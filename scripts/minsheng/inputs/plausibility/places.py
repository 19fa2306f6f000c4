"""Rules on places and bodies."""

from __future__ import annotations

from minsheng.inputs.plausibility.rule import Rule

RULES = (
    Rule(
        "place_outside_plan",
        "region_code",
        "the plan's own place, one below it or one above it",
        """
        select v.file, v.line, v.region_code || ' (' || r.name_zh || ')' as found
        from fresh_dated_values as v join regions as r using (region_code) join plans as p on v.plan_id = p.plan_id
        anti join plan_places as o on v.plan_id = o.plan_id and v.region_code = o.region_code
        """,
    ),
    # A target may be for a place that has ended since: the plan knew it.
    Rule(
        "place_of_another_time",
        "region_code",
        "a place that exists in the period (valid_from and valid_to of seeds/reference/regions.csv)",
        """
        with spans as (
            select region_code, name_zh, try_cast(valid_from as integer) as begun,
                try_cast(valid_to as integer) as ended
            from regions where valid_from != '' or valid_to != ''
        ),
        before as (
            select successor_region_code as region_code,
                string_agg(s.region_code || ' (' || name_zh || ')', ', ' order by succession desc) as places
            from region_successions as s join regions on s.region_code = regions.region_code
            group by successor_region_code
        ),
        since as (
            select s.region_code,
                string_agg(successor_region_code || ' (' || name_zh || ')', ', ' order by successor_region_code desc)
                    as places
            from region_successions as s join regions on s.successor_region_code = regions.region_code
            group by s.region_code
        ),
        strange as (
            select v.file, v.line, v.region_code || ' (' || name_zh || ')' as place, v.period,
                coalesce(v.last_year < begun, false) as is_early,
                cast(if(v.last_year < begun, begun, ended) as varchar) as year,
                if(v.last_year < begun, before.places, since.places) as other
            from fresh_dated_values as v
            join spans using (region_code)
            left join plans as p on v.plan_id = p.plan_id
            left join before on v.region_code = before.region_code
            left join since on v.region_code = since.region_code
            where v.last_year < begun
                or v.first_year > ended and (v.value_role != 'target' or try_cast(p.first_year as integer) > ended)
        )
        select file, line, says(
            case
                when is_early and other is null then '{place} in {period}, since {year}'
                when is_early then '{place} in {period}, since {year}, before in {other}'
                when other is null then '{place} in {period}, up to {year}'
                else '{place} in {period}, up to {year}, after in {other}'
            end,
            map {'place': place, 'period': period, 'year': year, 'other': other}
        ) as found
        from strange
        """,
    ),
    Rule(
        "successor_of_another_time",
        "succession_year",
        "the year in which the place that ends was last there, and the new one first",
        """
        select s.file, s.line, says(
            case
                when old.valid_to != '' and old.valid_to != s.succession_year
                    then '{year}, but {old} existed to {end}'
                when new.valid_from != '' and new.valid_from > s.succession_year
                    then '{year}, but {new} exists since {begin}'
                else '{year}, but the very territory needs {old} to end then and {new} to begin'
            end,
            map {'year': s.succession_year, 'old': old.name_zh, 'end': old.valid_to,
                'new': new.name_zh, 'begin': new.valid_from}
        ) as found
        from region_successions as s
        join regions as old on s.region_code = old.region_code
        join regions as new on s.successor_region_code = new.region_code
        where old.valid_to not in ('', s.succession_year) or new.valid_from > s.succession_year
            or s.succession = 'same' and (old.valid_to != s.succession_year or new.valid_from != s.succession_year)
        """,
    ),
    Rule(
        "project_outside_plan",
        "region_code",
        "the plan's own place or one below it",
        """
        select v.file, v.line, v.region_code || ' (' || r.name_zh || ')' as found
        from projects as v join regions as r using (region_code) join plans as p on v.plan_id = p.plan_id
        anti join places_above as a on v.region_code = a.region_code and p.region_code = a.above
        """,
    ),
    Rule(
        "project_in_another_place",
        "region_code",
        "the place that place_text names, or one above it",
        """
        select v.file, v.line, says('{found} for {text}', map {
            'found': v.region_code || ' (' || own.name_zh || ')', 'text': v.place_text}) as found
        from projects as v join regions as own using (region_code)
        join regions as named on contains(v.place_text, named.name_zh)
            or v.place_text = left(named.name_zh, length(named.name_zh) - 1)
        group by v.file, v.line, v.region_code, own.name_zh, v.place_text
        having not bool_or(exists (
            select 1 from places_above as a where a.region_code = named.region_code and a.above = v.region_code
        ))
        """,
    ),
    Rule(
        "body_outside_plan",
        "organization_id",
        "a body of the plan's own place, of one below it or of one above it",
        """
        select v.file, v.line, v.organization_id as found
        from organization_names as v join organizations as b using (organization_id)
        join plans as p on v.plan_id = p.plan_id
        anti join plan_places as o on v.plan_id = o.plan_id and b.region_code = o.region_code
        """,
    ),
    Rule(
        "body_unlike_printed_name",
        "organization_id",
        "a body whose name holds the printed one, character by character, or a note that says why not",
        """
        select v.file, v.line, says('{found} for {text}', map {'found': v.printed_name, 'text': b.name_zh}) as found
        from organization_names as v join organizations as b using (organization_id)
        where v.note = '' and not regexp_matches(
            b.name_zh, array_to_string([regexp_escape(c) for c in string_split(v.printed_name, '')], '.*'))
        """,
        is_warning=True,
    ),
    Rule(
        "body_succeeds_itself",
        "successor_organization_id",
        "bodies that follow each other in time, never in a circle",
        """
        with recursive later as (
            select organization_id, successor_organization_id as body from organizations
            union
            select later.organization_id, o.successor_organization_id
            from later join organizations as o on later.body = o.organization_id
        )
        select o.file, o.line, says('{body}, in the end its own successor', map {'body': o.organization_id}) as found
        from organizations as o join later using (organization_id)
        where later.body = o.organization_id
        """,
    ),
    Rule(
        "region_under_another",
        "parent_region_code",
        "the nearest place above it by its code (GB/T 2260)",
        """
        with nearest as (
            select region_code, above from places_above where above != region_code
            qualify row_number() over (partition by region_code order by above = '100000', above desc) = 1
        )
        select r.file, r.line, r.parent_region_code as found
        from regions as r left join nearest as n using (region_code)
        where regexp_full_match(r.region_code, '[0-9]{6}') and r.parent_region_code != coalesce(n.above, '')
            and (r.parent_region_code = '' or r.parent_region_code in (select region_code from regions))
        """,
    ),
)
