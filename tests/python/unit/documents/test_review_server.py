"""The server of the review page: it answers the page of this start, and nobody else."""

import json
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

import review_samples as samples
from minsheng import durable
from minsheng.documents.review import decisions, server
from minsheng.documents.review.session import Session

PORT = 8123
TOKEN = {"authorization": "Bearer right"}
PLACES = f"{samples.TEXT.index('4.6')}:4.6个以上#1"
ACCEPT = [{"kind": "value", "key": PLACES, "decision": "accept"}]


@pytest.fixture
def session(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Session:
    monkeypatch.setattr(decisions, "path", lambda plan, reader: tmp_path / f"{plan}.{reader}.csv")
    return Session(samples.small(tmp_path), "li")


@pytest.fixture
def client(session: Session) -> TestClient:
    return TestClient(server.application(session, "right", PORT), base_url=f"http://127.0.0.1:{PORT}")


def is_unchanged(session: Session) -> bool:
    return not decisions.path(samples.PLAN, "li").exists() and all(
        i.state == "proposed" for i in session.items.values()
    )


def test_the_page_of_this_start_is_answered(client: TestClient, session: Session) -> None:
    data = client.get("/data", headers=TOKEN).json()
    assert data["text"] == session.review.document.text
    assert [item["text"] for item in data["items"] if item["kind"] == "value"] == ["4.6个以上", "90%"]
    answer = client.post("/decide", json=ACCEPT, headers={**TOKEN, "origin": f"http://127.0.0.1:{PORT}"})
    assert [(item["key"], item["state"]) for item in answer.json()["items"]] == [(PLACES, "accepted")]
    assert decisions.load(decisions.path(samples.PLAN, "li"))[0][0].proposal_key == PLACES
    assert [item["state"] for item in client.post("/undo", json={}, headers=TOKEN).json()["items"]] == ["proposed"]
    candidates = client.get("/candidates", params={"key": "每千人口拥有托位#"}, headers=TOKEN).json()["candidates"]
    assert candidates == [samples.CANDIDATE]


@pytest.mark.parametrize(
    ("headers", "says"),
    [
        ({}, "the address is that of another start"),
        ({"authorization": "Bearer wrong"}, "the address is that of another start"),
        ({"authorization": "Bearer "}, "the address is that of another start"),
        ({**TOKEN, "origin": "https://example.org"}, "the request comes from another page"),
        ({**TOKEN, "origin": "null"}, "the request comes from another page"),
        ({**TOKEN, "origin": f"http://127.0.0.1:{PORT + 1}"}, "the request comes from another page"),
        ({**TOKEN, "sec-fetch-site": "cross-site"}, "the request comes from another page"),
        ({**TOKEN, "host": "example.org"}, "the request names another host than this page"),
        ({**TOKEN, "host": f"127.0.0.1.example.org:{PORT}"}, "the request names another host than this page"),
        ({**TOKEN, "host": "127.0.0.1"}, "the request names another host than this page"),
    ],
)
@pytest.mark.parametrize("path", ["/data", "/candidates?key=", "/decide", "/undo"])
def test_who_is_not_the_page_of_this_start_is_refused(
    client: TestClient, session: Session, path: str, headers: dict[str, str], says: str
) -> None:
    method = "POST" if path in ("/decide", "/undo") else "GET"
    answer = client.request(method, path, headers=headers, json=ACCEPT if method == "POST" else None)
    assert answer.status_code == 403
    assert list(answer.json()) == ["error"]
    assert says in answer.json()["error"]
    assert is_unchanged(session)


@pytest.mark.parametrize(
    ("content", "headers", "status", "says"),
    [
        (b"x" * 1_000_001, {}, 413, "longer than 1,000,000 bytes"),
        (json.dumps(ACCEPT).encode(), {"content-type": "text/plain"}, 415, "the request is not JSON"),
        (b"{", {}, 400, "the request is not JSON"),
        (b"\xff", {}, 400, "the request is not JSON"),
        (b"[" * 100_000, {}, 400, "the request is not JSON"),
        (b"{}", {}, 400, "expected a list of acts"),
        (b"[]", {}, 400, "nothing is decided"),
        (b'[{"kind": "value", "key": "7:99%#1", "decision": "accept"}]', {}, 400, "there is no 'value' '7:99%#1'"),
        (b'[{"kind": "value", "key": {}, "decision": "accept"}]', {}, 400, "all fields are texts"),
    ],
)
def test_what_is_no_decision_is_refused(
    client: TestClient, session: Session, content: bytes, headers: dict[str, str], status: int, says: str
) -> None:
    answer = client.post("/decide", content=content, headers={"content-type": "application/json", **TOKEN, **headers})
    assert (answer.status_code, list(answer.json())) == (status, ["error"])
    assert says in answer.json()["error"]
    assert is_unchanged(session)


def test_a_request_without_a_length_is_refused(client: TestClient, session: Session) -> None:
    answer = client.post("/decide", content=iter([json.dumps(ACCEPT).encode()]), headers=TOKEN)
    assert (answer.status_code, answer.json()["error"]) == (411, "the request does not say how long it is")
    assert is_unchanged(session)


def test_a_full_disk_is_said_and_nothing_counts_as_decided(
    client: TestClient, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: Any) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(durable, "append_rows", full)
    answer = client.post("/decide", json=ACCEPT, headers=TOKEN)
    assert (answer.status_code, answer.json()["error"]) == (507, "nothing was written: no space left on device")
    assert is_unchanged(session)
    assert session.own == []


def test_other_addresses_say_so(client: TestClient) -> None:
    answer = client.get("/seeds", headers=TOKEN)
    assert (answer.status_code, answer.json()) == (404, {"error": "there is no such page here"})
    assert client.get("/decide", headers=TOKEN).status_code == 405
    assert client.get("/data/../../../etc/passwd", headers=TOKEN).status_code == 404


@pytest.mark.parametrize("path", ["/", "/review.js", "/card.js", "/document.js", "/review.css", "/data", "/nothing"])
def test_every_answer_closes_the_page_to_others(client: TestClient, path: str) -> None:
    answer = client.get(path, headers=TOKEN)
    policy = answer.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "http" not in policy
    for name in ("x-content-type-options", "referrer-policy", "cross-origin-resource-policy"):
        assert name in answer.headers


def test_what_is_served_without_the_token_holds_nothing_of_a_plan(client: TestClient) -> None:
    for path in server.STATIC:
        text = client.get(path).text
        assert samples.PLAN not in text
        assert "http" not in text.replace("http-equiv", "")


def test_it_listens_to_this_machine_alone() -> None:
    with server.listen() as listening:
        assert listening.getsockname()[0] == "127.0.0.1"
        with pytest.raises(OSError, match="in use"):
            server.listen(listening.getsockname()[1])
