{#- Fails on codes that dim_code does not know in the list named like the column, unless `code_list` names another. -#}
{% test is_a_code(model, column_name, code_list=none) %}

select
    occurring.{{ column_name }} as unknown_code,
    count(*) as row_count
from {{ model }} as occurring
left join {{ ref('dim_code') }} as codes
    on
        occurring.{{ column_name }} = codes.code
        and codes.code_list = '{{ code_list or column_name }}'
where
    occurring.{{ column_name }} is not null
    and codes.code is null
group by occurring.{{ column_name }}

{% endtest %}
