{#- Fails unless the model has rows, as many as `compared_with` under `condition`, each with a key of its own. -#}
{% test is_keyed_view_of(model, key, compared_with, condition) %}

with keys as (

    select {{ key | join(', ') }}
    from {{ model }}
    where {{ key | join(' is not null and ') }} is not null

),

counts as (

    select
        (select count(*) from {{ model }}) as found,
        (select count(*) from (select distinct * from keys) as distinct_keys) as keyed,
        (select count(*) from {{ compared_with }} where {{ condition }}) as expected

)

select * from counts
where found != expected or found != keyed or found = 0

{% endtest %}
