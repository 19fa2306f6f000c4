{#-
  One row per value and responsible body as printed. 、 separates bodies, but not inside brackets: 各县（市、区）政府 is one.
-#}
{% macro split_organizations(relation, keys, bodies='lead_organizations') -%}
with guarded as (
    select
        {{ keys | join(',\n        ') }},
        {{ replace_all(bodies, '([（(<][^）)>]*)、([^）)>]*[）)>])', '\\1·\\2') }} as bodies
    from {{ relation }}
),

split as (
    {{ split_to_rows('guarded', keys, 'bodies', '、') }}
)

select
    {{ keys | join(',\n    ') }},
    replace(part, '·', '、') as printed_name
from split
{%- endmacro %}
