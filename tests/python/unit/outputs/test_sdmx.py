"""Codes of sub-groups."""

from minsheng.outputs.sdmx import structure as sdmx


def test_sub_groups_have_reversible_codes() -> None:
    assert sdmx.breakdown_code("") == "_T"
    code = sdmx.breakdown_code("学前段")
    assert code == "U5B66524D6BB5"
    assert bytes.fromhex(code[1:]).decode("utf-16-be") == "学前段"
