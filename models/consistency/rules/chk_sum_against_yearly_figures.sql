-- The yearly average of a promised sum against the latest figure of one year that is on record before the period.
with pairs as (

    select * from {{ ref('int_sum_year_pairs') }}

),

comparable_values as (

    select * from {{ ref('int_values_ranked') }}

),

judged as (

    select
        {{ pair_subject('sums', 'years', left_value='yearly_average_base') }},
        case
            when pairs.is_weaker then 'fail'
            when not pairs.is_weaker then 'pass'
            else 'not_applicable'
        end as status,
        sums.name_zh || ': the sum ' || {{ describe_value('sums') }}
        || ' is less per year than the year on record, ' || {{ describe_value('years') }} as explanation
    from pairs
    inner join comparable_values as sums
        on pairs.sum_value_id = sums.value_id
    inner join comparable_values as years
        on pairs.year_value_id = years.value_id

),

final as (

    {{ rule_columns('sum_against_yearly_figures') }}

)

select * from final
