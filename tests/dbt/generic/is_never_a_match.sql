{#- Fails where a recorded non-match is an exact or close match after all, or names no captured label. -#}
{% test is_never_a_match(model) %}

select non_matches.*
from {{ model }} as non_matches
left join {{ ref('bridge_indicator_match') }} as matches
    on non_matches.plan_id = matches.plan_id
    and non_matches.label = matches.label
    and non_matches.subgroup = matches.subgroup
where matches.plan_id is null
    or (matches.indicator_code = non_matches.indicator_code and matches.match_grade in ('exact', 'close'))

{% endtest %}
