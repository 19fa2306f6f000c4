{#- Fails on keys, of several columns, that more than one row has. -#}
{% test is_unique_by(model, key) %}

select
    {{ key | join(', ') }},
    count(*) as row_count
from {{ model }}
group by {{ key | join(', ') }}
having count(*) > 1

{% endtest %}
