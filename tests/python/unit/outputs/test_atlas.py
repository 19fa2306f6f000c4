"""Texts in the scripts of the atlas."""

import json
import re
from decimal import Decimal

from minsheng.outputs import html as pages

HOSTILE = '</script><img src=x onerror="window.hit=1"><b>\'{{7*7}}&amp;'


def test_text_cannot_leave_the_script_that_holds_it() -> None:
    text = pages.script({"label": HOSTILE + "\u2028", "value": Decimal("0.750000")})
    assert not re.search("[<>&\u2028]", text)
    assert json.loads(text) == {"label": HOSTILE + "\u2028", "value": "0.75"}
