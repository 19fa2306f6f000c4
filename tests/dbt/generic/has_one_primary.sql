{#- Fails on printed indicators that have no canonical indicator, or for several. -#}
{% test has_one_primary(model) %}

select
    plan_id,
    label,
    subgroup,
    count(case when is_primary then 1 end) as primary_count
from {{ model }}
group by plan_id, label, subgroup
having count(case when is_primary then 1 end) != 1

{% endtest %}
