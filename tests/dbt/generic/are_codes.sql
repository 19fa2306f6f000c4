{#- Fails on codes that dim_code does not know. `columns` names for each column of the model its code list. -#}
{% test are_codes(model, columns) %}

    {% for column, code_list in columns.items() %}
        select
            '{{ column }}' as column_name,
            occurring.{{ column }} as unknown_code,
            count(*) as row_count
        from {{ rows_to_test(model) }} as occurring
        left join {{ ref('dim_code') }} as codes
            on
                occurring.{{ column }} = codes.code
                and codes.code_list = '{{ code_list }}'
        where
            occurring.{{ column }} is not null
            and codes.code is null
        group by occurring.{{ column }}
        {% if not loop.last %}union all{% endif %}
    {% endfor %}

{% endtest %}
