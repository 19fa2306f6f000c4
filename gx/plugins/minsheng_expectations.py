"""The project's own expectations.

`great_expectations.yml` takes the store of suites from this module, so that they are known before a suite is read.
"""

from __future__ import annotations

from typing import Any

from great_expectations.compatibility import pydantic
from great_expectations.data_context.store.expectations_store import ExpectationsStore as ExpectationsStore
from great_expectations.expectations.core.expect_column_pair_values_a_to_be_greater_than_b import (
    ExpectColumnPairValuesAToBeGreaterThanB,
)
from great_expectations.expectations.core.expect_column_values_to_be_in_set import ExpectColumnValuesToBeInSet
from great_expectations.expectations.row_conditions import Column
from great_expectations.render.components import LegacyDiagnosticRendererType, RenderedTableContent
from great_expectations.render.renderer.renderer import renderer


class _NamesItsRows:
    """Data Docs show which rows are against it, and what is wrong with them, not the values of a column."""

    @classmethod
    @renderer(renderer_type=LegacyDiagnosticRendererType.UNEXPECTED_TABLE)
    def _diagnostic_unexpected_table_renderer(
        cls, configuration: Any = None, result: Any = None, runtime_configuration: Any = None
    ) -> Any:
        rows = result.result.get("partial_unexpected_index_list") if result else None
        if not rows:
            return None
        table = [[row["subject"], row["explanation_en"]] for row in rows]
        return [
            RenderedTableContent(
                content_block_type="table",
                header_row=["Subject", f"What is wrong (the first of {result.result['unexpected_count']:,})"],
                table=table,
                styling={"body": {"classes": ["table"]}},
            )
        ]


class ExpectRuleToHold(_NamesItsRows, ExpectColumnValuesToBeInSet):
    """Expect that no finding of a consistency rule is new: each is registered, or set aside."""

    rule: str
    """A `check_id` of fct_check_run."""
    column: str = "status"
    value_set: Any = ("explained", "not_applicable")

    @pydantic.root_validator(pre=True)
    def _of_this_rule(cls, values: dict[str, Any]) -> dict[str, Any]:
        return {**values, "row_condition": Column("check_id") == values.get("rule")}


class ExpectCountsToStay(_NamesItsRows, ExpectColumnPairValuesAToBeGreaterThanB):
    """Expect that of what the published build counted no more is gone, or counted otherwise, than there is room for."""

    measure: str
    """A `measure` of ge_drift."""
    column_A: str = "room_count"
    column_B: str = "moved_count"
    or_equal: Any = True

    @pydantic.root_validator(pre=True)
    def _of_this_measure(cls, values: dict[str, Any]) -> dict[str, Any]:
        return {**values, "row_condition": Column("measure") == values.get("measure")}
