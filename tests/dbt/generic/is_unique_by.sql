{#- Fails on values of columns together that more than one row has; two nulls are the same. -#}
{% test is_unique_by(model, columns) %}

select
    {{ columns | join(', ') }},
    count(*) as row_count
from {{ model }}
group by {{ columns | join(', ') }}
having count(*) > 1

{% endtest %}
