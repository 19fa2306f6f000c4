{#- Fails unless the model has rows, as many as `compared_with` under `condition`, each with a key of its own. -#}
{% test is_keyed_view_of(model, key, compared_with, condition) %}

with keys as (

    select
        case when {{ key | join(' is not null and ') }} is not null then 1 else 0 end as has_key,
        count(*) as row_count
    from {{ model }}
    group by {{ key | join(', ') }}

),

counts as (

    select
        coalesce(sum(row_count), 0) as found,
        sum(has_key) as keyed,
        (select count(*) from {{ compared_with }} as compared where {{ condition }}) as expected
    from keys

)

select * from counts
where found != expected or found != keyed or found = 0

{% endtest %}
