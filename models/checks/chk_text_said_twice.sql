with comparable_values as (

    select * from {{ ref('int_comparable_values') }}
    where statement_kind = 'commitment'
        and not coalesce(is_observation, false)

),

pairs as (

    select
{{ check_pair(
    'text_said_twice', 'first_said', 'said_again',
    "case
        when first_said.value_base = said_again.value_base then 'pass'
        when 'approx' in (first_said.operator, said_again.operator) then 'not_applicable'
        when first_said.role_group = 'recorded' and " ~ intervals_meet('first_said', 'said_again') ~ " then 'pass'
        else 'fail'
    end",
    "first_said.name_zh || ': said twice, ' || " ~ told('first_said') ~ " || ' and ' || " ~ told('said_again')
) }}
    from comparable_values as first_said
    inner join comparable_values as said_again
        on first_said.plan_id = said_again.plan_id
        and {{ same_subject('first_said', 'said_again') }}
        and first_said.role_group = said_again.role_group
        and first_said.char_start < said_again.char_start

)

select * from pairs
