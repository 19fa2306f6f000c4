-- Knowledge ends with the newest plan or record, not with the clock, so that equal rows give equal verdicts on any day.
with plans as (

    select * from {{ ref('dim_plan') }}

),

observations as (

    select * from {{ ref('fct_observation') }}

),

known_years as (

    select coalesce(cast(extract(year from issued_on) as integer), first_year) as known_year
    from plans

    union all

    select period_end_year as known_year
    from observations

),

knowledge as (

    select
        {% if var('as_of_year', none) -%}
            cast({{ var('as_of_year') }} as integer) as as_of_year
        {%- else -%}
            max(known_year) as as_of_year
        {%- endif %}
    from known_years

)

select * from knowledge
