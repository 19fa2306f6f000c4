"""What an option takes for a code, and what it says of a name that nothing has."""

import pytest

from minsheng.outputs.names import UnknownName, resolve, short
from minsheng.outputs.search import Entry

REGIONS = [
    Entry("330300", "温州市", "Wenzhou City", "温州市|wenzhou city|温州|wenzhou", "", None),
    Entry(
        "330301",
        "温州市市辖区",
        "Wenzhou City, urban districts",
        "温州市市辖区|wenzhou city, urban districts|温州市市辖|wenzhou city, urban",
        "",
        None,
    ),
    Entry("331081", "温岭市", "Wenling City", "温岭市|wenling city|温岭|wenling", "", None),
]
DOMAINS = [
    Entry("education", "教育", "Education", "教育|education|学有所教|school", "", None),
    Entry("health", "医疗卫生", "Health care", "医疗卫生|health care|病有所医|hospitals", "", None),
    Entry("housing", "住房", "Housing", "住房|housing|住有所居", "", None),
]


@pytest.mark.parametrize(
    ("given", "codes"),
    [
        ("330300", ["330300"]),
        ("温州市", ["330300"]),
        ("溫州市", ["330300"]),
        ("wenzhou", ["330300"]),
        ("Ｗｅｎｌｉｎｇ", ["331081"]),
        ("温", ["330300", "330301", "331081"]),
        ("urban", ["330301"]),
        ("3303", ["330300", "330301"]),
    ],
)
def test_a_whole_name_comes_before_its_beginning_and_that_before_a_part(given: str, codes: list[str]) -> None:
    assert resolve(REGIONS, "region", given) == codes


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ("healthh", "there is no domain 'healthh'\nhint: did you mean health (医疗卫生)?"),
        ("教肓", "there is no domain '教肓'\nhint: did you mean education (教育)?"),
        (
            "zzz",
            "there is no domain 'zzz'\nhint: there are education (教育), health (医疗卫生), housing (住房)",
        ),
    ],
)
def test_a_name_that_nothing_has_is_answered_with_the_nearest_or_the_list(given: str, said: str) -> None:
    with pytest.raises(UnknownName) as caught:
        resolve(DOMAINS, "domain", given)
    assert str(caught.value) == said


def test_a_blank_name_is_none() -> None:
    with pytest.raises(UnknownName):
        resolve(DOMAINS, "domain", " ")


def test_the_kind_of_a_place_may_be_left_out() -> None:
    assert [short(name) for name in ("温州市", "Wenzhou City", "浙江省", "China")] == [
        "温州",
        "Wenzhou",
        "浙江",
        "China",
    ]
