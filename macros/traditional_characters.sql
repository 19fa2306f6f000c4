{#-
  Traditional characters and the simplified ones that stand for them, in pairs: of every character of the value grammar, of
  the unit spellings and of what labels say of units. Texts are folded for reading only.
-#}
{% macro traditional_characters() -%}
{{ ('佈布個个備备傢家價价億亿儘尽優优內内兩两冊册剋克劃划動动務务區区噸吨噹当國国圖图場场塊块壓压學学實实對对屆届嵗岁' ~
    '廳厅張张強强彈弹從从態态應应戶户擁拥據据擴扩數数斷断於于昇升時时暫暂條条棟栋業业標标檯台歲岁減减準准漲涨漸渐濟济' ~
    '為为無无爭争爲为牀床狀状現现產产産产畝亩畢毕當当盞盏盡尽確确種种穩稳箇个約约級级經经維维縣县縮缩總总績绩續续纍累' ~
    '纔才義义臺台與与舘馆萬万蓋盖處处衕同裏里裡里製制覈核規规計计設设變变貝贝躋跻較较輛辆辦办農农週周進进過过達达遞递' ~
    '適适邁迈鄉乡鈡钟鍾钟鎭镇鎮镇鐘钟長长門门開开間间閤合陞升際际隻只鞏巩韆千頃顷項项預预願愿類类顯显颱台餘余館馆體体' ~
    '麪面麫面麵面點点齣出') }}
{%- endmacro %}
