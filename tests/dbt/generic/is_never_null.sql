{#- Fails on every row where one of the columns is null. -#}
{% test is_never_null(model, columns) %}

select * from {{ model }}
where {{ columns | join(' is null or ') }} is null

{% endtest %}
