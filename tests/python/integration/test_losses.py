"""Rows cannot vanish unseen: what counts as a loss, what has to be asked for, what is named."""

from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from minsheng import durable
from minsheng import paths as project
from minsheng.warehouse import build, history, layout, losses, rollback
from minsheng.warehouse.losses import Loss
from minsheng.warehouse.result import Options, RowsMissing
from standin import StandIn, published_text, write_rows

AllRows = dict[str, list[dict[str, object]]]
Compare = Callable[[AllRows, AllRows], list[Loss]]


def values(kind: str = "plan_values", **files: range) -> AllRows:
    """Rows of values: file name (without .csv) to numbers of the identifiers."""
    return {
        kind: [
            {"value_id": f"a@{number:03}", "file": f"{file}.csv", "line": line}
            for file, numbers in files.items()
            for line, number in enumerate(numbers, 2)
        ]
    }


def units(**files: str) -> AllRows:
    """Rows of a reference file: file name to codes."""
    return {
        "units": [
            {"unit_code": code, "file": f"{file}.csv", "line": line}
            for file, codes in files.items()
            for line, code in enumerate(codes.split(), 2)
        ]
    }


@pytest.fixture
def compare(tmp_path: Path) -> Compare:
    """Compares two sets of rows."""

    def compare(before: AllRows, now: AllRows) -> list[Loss]:
        for place, kinds in ((tmp_path / "before", before), (tmp_path / "now", now)):
            for kind, rows in kinds.items():
                write_rows(place / kind, rows)
        return losses.find(tmp_path / "before", tmp_path / "now", {})

    return compare


def test_the_same_rows_and_more_are_no_loss(compare: Compare) -> None:
    assert compare(values(a=range(10)), values(a=range(12), b=range(20, 30))) == []


def test_a_file_that_is_gone_or_empty_is_a_loss_that_names_its_first_rows(compare: Compare) -> None:
    (loss,) = compare(values(a=range(10), b=range(20, 26)), values(a=range(10)))
    assert loss == Loss("b.csv", 6, 6, ("a@020", "a@021", "a@022"))
    assert loss.is_grave
    assert str(loss) == "b.csv: 6 of 6 published rows missing: a@020, a@021, a@022, …"


def test_a_single_row_is_all_of_its_file(compare: Compare) -> None:
    (loss,) = compare(values(a=range(10), b=range(20, 21)), values(a=range(10)))
    assert loss.is_grave
    assert str(loss) == "b.csv: 1 of 1 published row missing: a@020"


@pytest.mark.parametrize(
    ("rows", "left", "is_grave"),
    [
        (100, 90, False),  # a tenth
        (100, 89, True),
        (20, 16, False),  # four rows
        (20, 15, True),
        (5, 1, False),
        (4, 0, True),  # all
    ],
)
def test_what_has_to_be_asked_for(compare: Compare, rows: int, left: int, is_grave: bool) -> None:
    (loss,) = compare(values(a=range(rows), b=range(500, 510)), values(a=range(left), b=range(500, 510)))
    assert (loss.gone, loss.rows, loss.is_grave) == (rows - left, rows, is_grave)


def test_rows_that_moved_to_another_file_or_kind_are_no_loss(compare: Compare) -> None:
    before = values(landed=range(10)) | values("observations", recorded=range(50, 60))
    assert compare(before, values(seeded=range(5), other=range(5, 10), records=range(50, 60))) == []


def test_a_file_of_as_many_other_values_is_a_loss(compare: Compare) -> None:
    """Values are known by their identifiers, which never change."""
    (loss,) = compare(values(a=range(10)), values(a=range(50, 60)))
    assert (loss.gone, loss.is_grave) == (10, True)


def test_a_row_is_known_by_its_identifier_whatever_else_it_says(compare: Compare) -> None:
    before, now = values(a=range(10)), values(a=range(10))
    for n, row in enumerate(now["plan_values"]):
        row["line"] = 100 - n
    assert compare(before, now) == []


def test_reference_rows_with_other_keys_are_a_change_and_fewer_are_a_loss(compare: Compare) -> None:
    before = units(units="a b c d e f g")
    assert compare(before, units(units="a b c d e x y")) == []


def test_reference_rows_that_are_gone_are_named_by_their_key(compare: Compare) -> None:
    (loss,) = compare(units(units="a b c d e f g", landed="h i"), units(units="a b c d e f g"))
    assert str(loss) == "landed.csv: 2 of 2 published rows missing: h, i"
    assert loss.is_grave


def test_a_whole_kind_that_is_gone_is_a_loss(compare: Compare) -> None:
    (loss,) = compare(values(a=range(3)) | units(units="a b"), values(a=range(3)))
    assert str(loss) == "units.csv: 2 of 2 published rows missing"


def write_part(place: Path, file: str, numbers: range, digest: str) -> Path:
    """Write the rows of a file as the check does, which puts the checksum of a part into its name."""
    rows = [
        {"value_id": f"a@{number:03}", "file": f"{file}.csv", "line": line} for line, number in enumerate(numbers, 2)
    ]
    origin = {"file": f"{file}.csv", "sha256": "", "notices": "[]"}
    place.mkdir(parents=True, exist_ok=True)
    path = place / f"00001-{digest}.parquet"
    pq.write_table(pa.Table.from_pylist(rows).replace_schema_metadata(origin), path)
    return path


def test_of_parts_with_a_checksum_only_those_that_changed_are_read(tmp_path: Path) -> None:
    before, now = tmp_path / "before", tmp_path / "now"
    for place in (before, now):
        unchanged = write_part(place / "plan_values", "a", range(10), "1")
        with unchanged.open("r+b") as file:
            file.seek(4)
            file.write(bytes(40))  # its rows cannot be read, its number of rows can
    write_part(before / "plan_values", "b", range(20, 30), "2")
    write_part(now / "observations", "c", range(20, 23), "3")
    assert [str(loss) for loss in losses.find(before, now, {})] == [
        "b.csv: 7 of 10 published rows missing: a@023, a@024, a@025, …"
    ]
    assert losses.counts(now) == {"a.csv": 10, "c.csv": 3}


def test_a_kind_whose_key_has_changed_is_counted(compare: Compare) -> None:
    before = {"units": [{"unit": code, "file": "units.csv", "line": 2} for code in "abcdefgh"]}
    (loss,) = compare(before, units(units="a b"))
    assert (loss.gone, loss.rows, loss.first) == (6, 8, ())


def test_without_the_rows_of_before_files_are_counted(tmp_path: Path) -> None:
    write_rows(tmp_path / "now/plan_values", values(a=range(10), new=range(20, 25))["plan_values"])
    find = losses.find
    assert find(tmp_path / "none", tmp_path / "now", {"a.csv": 10, "old.csv": 5}) == [], "five rows have moved"
    (loss,) = find(tmp_path / "none", tmp_path / "now", {"a.csv": 10, "old.csv": 6})
    assert (loss.file, loss.gone, loss.is_grave) == ("old.csv", 6, True)


# In a refresh


@pytest.fixture
def standin(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> StandIn:
    """A published build of two files."""
    monkeypatch.setenv("MINSHENG_DATABASE", str(tmp_path / "data/minsheng.duckdb"))
    standin = StandIn("one").install(monkeypatch.setattr)
    standin.files = {"seeds/plans/a.csv": range(100), "data/landing/plans/b.csv": range(200, 230)}
    build.refresh()
    return standin


def test_a_refresh_stops_where_a_file_has_gone_and_publishes_when_asked_to(standin: StandIn) -> None:
    first = build.refresh().build_id
    standin.text = "two"
    landed = standin.files.pop("data/landing/plans/b.csv")
    for _ in range(2):
        with pytest.raises(RowsMissing) as missing:
            build.refresh()
    assert missing.value.exit_code == 2
    assert missing.value.lines == ["data/landing/plans/b.csv: 30 of 30 published rows missing: a@200, a@201, a@202, …"]
    assert f"rows of build {first} are missing" in missing.value.closing
    assert "--accept-loss" in missing.value.closing
    assert standin.builds == 1, "nothing was built"
    assert published_text() == "one"
    assert layout.kept() == [first]
    accepted = build.refresh(Options(accept_loss=True))
    assert accepted.warnings == [*missing.value.lines]
    assert build.refresh().status == "unchanged"
    standin.files["seeds/plans/b.csv"] = landed
    assert build.refresh().status == "published"
    del standin.files["seeds/plans/b.csv"]
    standin.files["seeds/plans/c.csv"] = landed
    assert build.refresh().warnings == [], "rows that moved are no loss"


def test_a_small_loss_is_a_warning(standin: StandIn) -> None:
    standin.files["seeds/plans/a.csv"] = range(98)
    result = build.refresh()
    assert result.status == "published"
    assert result.warnings == ["seeds/plans/a.csv: 2 of 100 published rows missing: a@98, a@99"]


def test_rows_are_compared_with_what_is_published_also_after_a_rollback(standin: StandIn) -> None:
    standin.files["data/landing/plans/c.csv"] = range(300, 310)
    build.refresh()
    rollback.roll_back()
    del standin.files["data/landing/plans/c.csv"]
    standin.text = "two"
    assert build.refresh().warnings == [], "the published build does not hold those rows"


def test_rows_per_file_are_history_and_serve_where_the_rows_are_gone(standin: StandIn) -> None:
    assert history.rows_of(project.warehouse()) == {"seeds/plans/a.csv": 100, "data/landing/plans/b.csv": 30}
    for kept in layout.kept():
        durable.remove(layout.folder(kept) / "inputs")
    del standin.files["data/landing/plans/b.csv"]
    with pytest.raises(RowsMissing, match=r"b\.csv: 30 of 30 published rows missing$"):
        build.refresh()
