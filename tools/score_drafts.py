"""Print how near `minsheng draft` comes to each captured plan, leaving it out: tables for docs/drafting.md.

PYTHONPATH=tests/python python tools/score_drafts.py [PLAN ...] [--sources FOLDER] [--errors] [--floors]

`--errors` lists what is missed, false or wrong; `--floors` writes what was measured as the floors that the tests hold.
"""

import sys
from pathlib import Path

from drafting_scores import FIELDS, FLOORS, SHARES, Rest, Score, matched, overlap, same, score, truth_of
from minsheng.documents import document as documents
from minsheng.documents.document import Document
from minsheng.documents.drafting.model import Draft


def print_values(scores: list[Score]) -> None:
    print("| plan | kind | values | proposed |", " | ".join(SHARES), "|")
    print("| --- | --- |", " --- |" * (len(SHARES) + 2))
    for item in scores:
        if item.truth or item.proposed:
            shares = " | ".join(f"{item.share(name):.1%}" for name in SHARES)
            print(f"| {item.plan_id} | {item.kind} | {item.truth} | {item.proposed} | {shares} |")


def write_floors(scores: list[Score]) -> None:
    lines = ["plan_id,kind,share,percent"]
    for item in scores:
        if item.truth:
            lines += [f"{item.plan_id},{item.kind},{name},{max(int(100 * item.share(name)) - 1, 0)}" for name in SHARES]
    FLOORS.write_text("\n".join(lines) + "\n", "utf-8")


def print_rest(rests: list[Rest]) -> None:
    names = [name for name in vars(rests[0]) if name != "plan_id"]
    print("\n| plan |", " | ".join(names), "|")
    print("| --- |", " --- |" * len(names))
    for rest in rests:
        print(f"| {rest.plan_id} |", " | ".join(str(getattr(rest, name)) for name in names), "|")


def print_errors(draft: Draft, document: Document) -> None:
    truth = truth_of(document.plan_id)
    pairs = matched(truth, draft.values)
    found = {row["value_id"] for row, _ in pairs}
    for row in truth:
        if row["value_id"] not in found:
            around = document.around(row["char_start"], row["char_start"] + len(row["value_text"]), 40)
            print(f"MISSED {row['statement_kind']} {row['label']} | {around}")
    spans = [(row["char_start"], row["char_start"] + len(row["value_text"])) for row in truth]
    for value in draft.values:
        if not any((start < value.end and value.start < end) or value.start == start == end for start, end in spans):
            print(f"FALSE {value.rule} | {value.label} | {document.around(value.start, value.end, 40)}")
    for row, value in pairs:
        wrong = [f"{n}: {getattr(value, n, value.text)!r} for {row[n]!r}" for n in FIELDS if not same(n, row, value)]
        if wrong:
            near = overlap(value.label, row["label"])
            print(f"FIELD {value.rule} {value.confidence} {near:.2f} @{value.start} {value.text} | {' ; '.join(wrong)}")
    lost = {(row["char_start"], row["char_start"] + len(row["value_text"])) for row in truth}
    for proposal in draft.exclusions:
        if proposal.confidence >= 0.9 and any(
            s < proposal.start + len(proposal.text) and proposal.start < e for s, e in lost
        ):
            print(f"LOST {proposal.rule} {document.around(proposal.start, proposal.start + len(proposal.text), 40)}")


def main() -> None:
    arguments = sys.argv[1:]
    named = Path(arguments.pop(arguments.index("--sources") + 1)) if "--sources" in arguments else None
    chosen = [argument for argument in arguments if not argument.startswith("--")]
    sources = documents.folder(named)
    scores: list[Score] = []
    rests: list[Rest] = []
    for document in documents.load(sources):
        if chosen and document.plan_id not in chosen:
            continue
        draft, by_kind, rest = score(document)
        scores += by_kind.values()
        rests.append(rest)
        if "--errors" in sys.argv:
            print_errors(draft, document)
    print_values(scores)
    if "--floors" in sys.argv:
        write_floors(scores)
    print_rest(rests)


if __name__ == "__main__":
    main()
