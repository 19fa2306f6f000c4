{#- Fails on every row where the expression is false or null: a comparison with null is never silently right. -#}
{% test is_true(model, expression) %}

select * from {{ rows_to_test(model) }} as tested
where not coalesce({{ expression }}, false)

{% endtest %}
