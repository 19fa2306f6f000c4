{#- Fails on registered findings that no longer occur: the register stays true. -#}
{% test known_findings_still_occur(model) %}

select known_findings.finding_key
from {{ ref('dim_known_finding') }} as known_findings
left join {{ model }} as findings
    on known_findings.finding_key = findings.finding_key
where findings.finding_key is null

{% endtest %}
