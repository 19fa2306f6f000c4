{#- Fails unless the model has as many rows as `compared_with` under `condition`, and has some. -#}
{% test row_count_matches(model, compared_with, condition) %}

with counts as (

    select
        (select count(*) from {{ model }}) as found,
        (select count(*) from {{ compared_with }} as compared where {{ condition }}) as expected

)

select * from counts
where found != expected or found = 0

{% endtest %}
