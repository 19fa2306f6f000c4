{#- Fails on keys, of one column or several, that more than one row has, and on rows without one. -#}
{% test is_key(model, columns) %}

select
    {{ columns | join(', ') }},
    count(*) as row_count
from {{ rows_to_compare(model, columns) }} as compared
group by {{ columns | join(', ') }}
having count(*) > 1 or {{ columns | join(' is null or ') }} is null

{% endtest %}
