with best_values as (

    select * from {{ ref('int_values_ranked') }}
    where
        is_judged
        and rank_in_period = 1

),

pairs as (

    select
        later.value_id as later_value_id,
        earlier.value_id as earlier_value_id,
        later.role_group
    from best_values as later
    inner join best_values as earlier
        on
            {{ same_subject('later', 'earlier') }}
            and {{ same_place('later', 'earlier') }}
            and later.role_group = earlier.role_group
            and later.plan_first_year > earlier.plan_first_year

)

select * from pairs
