{#- A custom schema is the schema itself: `bi`, not `main_bi`. All else stays in the target's own schema. -#}
{% macro generate_schema_name(custom_schema_name, node) -%}
{{ custom_schema_name | trim if custom_schema_name else target.schema }}
{%- endmacro %}


{#-
  Import CTEs of a view that stays in the warehouse. They name schema and table but not the catalog, which DuckDB takes
  from the file's name: the view still reads its own file where that is attached under another name.
-#}
{% macro imports(names) -%}
{% for name in names -%}
{{ name }} as (

    select * from {{ ref(name).include(database=false) }}

){{ ',\n\n' if not loop.last }}
{%- endfor %}
{%- endmacro %}


{#- Two columns, `<prefix>_zh` and `<prefix>_en`: what a code is called. A code without a name gives null, which a test finds. -#}
{% macro code_names(code_list, column, prefix=none) -%}
{%- for language in ['zh', 'en'] -%}
case {{ column }}
            {%- for code, name in code_lists()[code_list].items() %}
            when '{{ code }}' then '{{ name[language] }}'
            {%- endfor %}
        end as {{ prefix or code_list }}_{{ language }}
{{- ',\n        ' if not loop.last }}
{%- endfor -%}
{%- endmacro %}

{% macro code_lists() -%}
{{ return({
    'value_role': {
        'target': {'zh': '目标值', 'en': 'target'},
        'recorded': {'zh': '记录值', 'en': 'recorded'},
        'baseline': {'zh': '基期值', 'en': 'baseline'},
        'actual': {'zh': '实际值', 'en': 'actual'},
    },
    'operator': {
        'eq': {'zh': '等于', 'en': 'equal to'},
        'ge': {'zh': '不低于', 'en': 'at least'},
        'gt': {'zh': '高于', 'en': 'more than'},
        'le': {'zh': '不高于', 'en': 'at most'},
        'lt': {'zh': '低于', 'en': 'less than'},
        'approx': {'zh': '约', 'en': 'about'},
        'between': {'zh': '介于', 'en': 'between'},
        'maintain': {'zh': '保持', 'en': 'maintain'},
        'full_coverage': {'zh': '全覆盖', 'en': 'full coverage'},
        'external': {'zh': '另行下达', 'en': 'set elsewhere'},
        'not_published': {'zh': '未公布', 'en': 'not published'},
        'none': {'zh': '无', 'en': 'none'},
    },
    'period_basis': {
        'point': {'zh': '时点值', 'en': 'level at the year'},
        'annual': {'zh': '年度值', 'en': 'per year'},
        'cumulative': {'zh': '累计值', 'en': 'sum over the period'},
    },
    'statement_kind': {
        'indicator_table': {'zh': '指标表', 'en': 'indicator table'},
        'commitment': {'zh': '正文或专栏', 'en': 'running text or box'},
        'investment': {'zh': '投资表', 'en': 'investment table'},
        'project': {'zh': '项目表', 'en': 'project list'},
    },
    'match_grade': {
        'exact': {'zh': '完全一致', 'en': 'exact'},
        'close': {'zh': '基本一致', 'en': 'close'},
        'broad': {'zh': '口径更宽', 'en': 'broad'},
        'narrow': {'zh': '口径更窄', 'en': 'narrow'},
        'related': {'zh': '相关', 'en': 'related'},
    },
    'verdict': {
        'target_achieved': {'zh': '已实现', 'en': 'achieved'},
        'maintained': {'zh': '已保持', 'en': 'maintained'},
        'substantial_progress': {'zh': '进展显著', 'en': 'substantial progress'},
        'moderate_progress': {'zh': '进展一般', 'en': 'moderate progress'},
        'limited_progress': {'zh': '进展有限', 'en': 'limited progress'},
        'deterioration': {'zh': '倒退', 'en': 'deterioration'},
        'not_maintained': {'zh': '未保持', 'en': 'not maintained'},
        'not_assessable': {'zh': '无法评估', 'en': 'not assessable'},
    },
    'verdict_reason': {
        '': {'zh': '', 'en': ''},
        'no_outcome_yet': {'zh': '尚无结果', 'en': 'no outcome yet'},
        'no_baseline': {'zh': '无基期值', 'en': 'no baseline'},
        'external_target': {'zh': '目标另行下达', 'en': 'target set elsewhere'},
        'not_published': {'zh': '目标值未公布', 'en': 'figure not published'},
        'definition_differs': {'zh': '口径不同', 'en': 'definition differs'},
        'definition_changed': {'zh': '口径变更', 'en': 'definition changed'},
        'no_direction': {'zh': '无优劣方向', 'en': 'no better direction'},
        'contradictory_sources': {'zh': '来源矛盾', 'en': 'contradictory sources'},
        'project_amount': {'zh': '项目金额或规模', 'en': 'project amount'},
    },
    'severity': {
        'critical': {'zh': '严重', 'en': 'critical'},
        'warning': {'zh': '警告', 'en': 'warning'},
        'info': {'zh': '提示', 'en': 'info'},
    },
    'finding_status': {
        'fail': {'zh': '新发现', 'en': 'new'},
        'explained': {'zh': '已登记', 'en': 'explained'},
        'not_applicable': {'zh': '不适用', 'en': 'set aside'},
    },
    'known_class': {
        'slip': {'zh': '疏误', 'en': 'slip'},
        'revision': {'zh': '调整', 'en': 'revision'},
        'definition': {'zh': '口径', 'en': 'definition'},
        'ambition': {'zh': '力度', 'en': 'ambition'},
        'policy': {'zh': '政策', 'en': 'policy'},
    },
}) }}
{%- endmacro %}
