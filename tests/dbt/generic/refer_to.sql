{#- Fails on references to nothing. Each of `keys` names a column, the relation it refers to and the field there. -#}
{% test refer_to(model, keys) %}

    {% for key in keys %}
        select
            '{{ key.column }}' as column_name,
            referring.{{ key.column }} as unknown_key,
            count(*) as row_count
        from {{ rows_to_test(model) }} as referring
        left join {{ key.to }} as referred
            on referring.{{ key.column }} = referred.{{ key.field }}
        where
            referring.{{ key.column }} is not null
            and referred.{{ key.field }} is null
        group by referring.{{ key.column }}
        {% if not loop.last %}union all{% endif %}
    {% endfor %}

{% endtest %}
