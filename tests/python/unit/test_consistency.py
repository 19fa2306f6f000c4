"""Every consistency rule is in the index, in the union of rules, and has its cases."""

import csv
import re

import pytest
import yaml

from helpers import ROOT

CHECKS = [row["check_id"] for row in csv.DictReader((ROOT / "seeds/reference/checks.csv").open(encoding="utf-8"))]


RULES = ROOT / "models" / "consistency" / "rules"


def test_the_index_of_rules_is_the_folder_of_rules() -> None:
    assert sorted(path.stem for path in RULES.glob("chk_*.sql")) == sorted(f"chk_{check_id}" for check_id in CHECKS)


def test_the_rules_that_are_united_are_those_of_the_index() -> None:
    united = (RULES.parent / "int_rule_subjects_united.sql").read_text("utf-8")
    assert re.findall(r"^    '(\w+)',$", united, re.MULTILINE) == sorted(CHECKS)


@pytest.mark.parametrize("check_id", CHECKS)
def test_every_rule_has_a_fixture_that_breaks_it_and_one_that_does_not(check_id: str) -> None:
    described = yaml.safe_load((RULES / f"chk_{check_id}.yml").read_text("utf-8"))
    rows = "".join(test["expect"]["rows"] for test in described["unit_tests"])
    statuses = set(re.findall(r",(pass|fail|not_applicable)\b", rows))
    assert "pass" in statuses
    assert statuses & {"fail", "not_applicable"}
