{#- Fails unless the model has rows, as many as `compared_with` under `condition`, each with a key of its own. -#}
{% test is_keyed_view_of(model, key, compared_with, condition) %}

with keys as (

    select
        {{ key | join(', ') }},
        count(*) as row_count
    from {{ model }}
    group by {{ key | join(', ') }}

),

counts as (

    select
        (select coalesce(sum(row_count), 0) from keys) as found,
        (select count(*) from keys where {{ key | join(' is not null and ') }} is not null) as keyed,
        (select count(*) from {{ compared_with }} where {{ condition }}) as expected

)

select * from counts
where found != expected or found != keyed or found = 0

{% endtest %}
