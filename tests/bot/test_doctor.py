"""The doctor looks at everything and says what to do."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot import doctor
from bot.cli import main
from bot.doctor import Finding, Patient, Verdict
from storage.engine import Store
from storage.migrate import VERSION, head, upgrade
from storage.tables import InboxEntry

SHIPPED = Path(__file__).parents[2] / "config.yaml"
GATEWAY = ("WECHATY_PUPPET_SERVICE_TOKEN", "WECHATY_PUPPET_SERVICE_ENDPOINT")
LEAST = "directory: {units: [{id: b3, kind: 楼栋, name: 3栋}]}\n"
NOW = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)


@pytest.fixture
def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])


@pytest.fixture
def taken_port() -> Iterator[int]:
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(5)
        yield int(server.getsockname()[1])


@pytest.fixture
def patient(tmp_path: Path, free_port: int) -> Patient:
    return Patient(config=SHIPPED, transport="web", database=tmp_path / "louzhang.db", host="127.0.0.1", port=free_port)


def changed(patient: Patient, **changes: object) -> Patient:
    values = {name: getattr(patient, name) for name in Patient.__dataclass_fields__}
    return Patient(**{**values, **changes})


def look(patient: Patient, name: str, now: datetime = NOW) -> Finding:
    return next(finding for finding in doctor.examine(patient, now) if finding.name == name)


def filled(patient: Patient) -> Store:
    store = Store(patient.database)
    upgrade(store.writer)
    return store


def test_a_fresh_installation_is_well(patient: Patient) -> None:
    findings = list(doctor.examine(patient, NOW))
    names = ["config", "database", "transport", "page", "clock", "calendar", "disk"]
    assert [finding.name for finding in findings] == names
    assert not [finding for finding in findings if finding.verdict is Verdict.WRONG]


def test_a_made_database_is_well(patient: Patient) -> None:
    filled(patient).close()
    found = look(patient, "database")
    assert found.verdict is Verdict.OK
    assert f"schema {head()}" in found.text


def test_a_newer_database_is_told(patient: Patient) -> None:
    store = filled(patient)
    with store.writer.begin() as connection:
        connection.execute(VERSION.update().values(version_num="9999"))
    store.close()
    assert "update louzhang" in look(patient, "database").text


def test_a_broken_database_is_told(patient: Patient) -> None:
    patient.database.write_bytes(b"nothing" * 1000)
    assert look(patient, "database").verdict is Verdict.WRONG


def test_a_broken_configuration_is_told_and_the_rest_is_still_looked_at(patient: Patient, tmp_path: Path) -> None:
    wrong = tmp_path / "wrong.yaml"
    wrong.write_text("mode: demo\n", encoding="utf-8")
    findings = list(doctor.examine(changed(patient, config=wrong), NOW))
    assert findings[0].verdict is Verdict.WRONG
    assert "directory" in findings[0].text
    assert len(findings) == 7


def test_a_taken_port_says_to_choose_another(patient: Patient, taken_port: int) -> None:
    found = look(changed(patient, port=taken_port), "transport")
    assert found.verdict is Verdict.WRONG
    assert "--port" in found.text


def test_the_operators_page_needs_its_own_port(
    patient: Patient, taken_port: int, free_port: int, tmp_path: Path
) -> None:
    def at(port: int) -> Finding:
        config = tmp_path / "config.yaml"
        config.write_text(f'{LEAST}mode: live\noperator_page: "127.0.0.1:{port}"\n', encoding="utf-8")
        return look(changed(patient, config=config), "page")

    assert at(free_port).verdict is Verdict.OK
    assert at(taken_port).verdict is Verdict.WRONG
    assert "operator_page" in at(taken_port).text


def test_the_demo_has_no_operators_page(patient: Patient) -> None:
    assert look(patient, "page").text == "no operator's page"


def test_wechaty_without_its_gateway_says_which_to_name(patient: Patient, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in GATEWAY:
        monkeypatch.delenv(name, raising=False)
    found = look(changed(patient, transport="wechaty"), "transport")
    assert found.verdict is Verdict.WRONG
    assert all(name in found.text for name in GATEWAY)


def test_a_gateway_that_answers_is_well_and_its_token_stays_secret(
    patient: Patient, taken_port: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in zip(GATEWAY, ("secret", f"127.0.0.1:{taken_port}"), strict=True):
        monkeypatch.setenv(name, value)
    found = look(changed(patient, transport="wechaty"), "transport")
    assert found.verdict is Verdict.OK
    assert "secret" not in found.text


def test_a_gateway_that_does_not_answer_is_told(
    patient: Patient, free_port: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in zip(GATEWAY, ("secret", f"127.0.0.1:{free_port}"), strict=True):
        monkeypatch.setenv(name, value)
    found = look(changed(patient, transport="wechaty"), "transport")
    assert found.verdict is Verdict.WRONG
    assert "does not answer" in found.text


def test_a_clock_of_long_ago_is_told(patient: Patient) -> None:
    assert "NTP" in look(patient, "clock", datetime(1970, 1, 1, tzinfo=UTC)).text


def test_a_clock_behind_the_last_message_is_told(patient: Patient) -> None:
    store = filled(patient)
    with store.write() as session:
        ahead = NOW + timedelta(days=1)
        session.add(InboxEntry(transport="wechaty", chat="r", message_id="1", sender="w", at=ahead))
    store.close()
    assert look(patient, "clock").verdict is Verdict.WRONG
    assert look(patient, "clock", NOW + timedelta(days=1)).verdict is Verdict.OK


def test_an_unknown_coming_year_is_to_be_known_and_an_unknown_running_one_to_be_mended(patient: Patient) -> None:
    assert look(patient, "calendar", datetime(2026, 3, 1, tzinfo=UTC)).verdict is Verdict.OK
    assert look(patient, "calendar", datetime(2041, 3, 1, tzinfo=UTC)).verdict is Verdict.WRONG


def test_a_full_disk_is_told(patient: Patient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor, "ROOM_NEEDED", 2**60)
    assert "make room" in look(patient, "disk").text


def test_a_folder_that_is_not_there_is_told(patient: Patient, tmp_path: Path) -> None:
    assert look(changed(patient, database=tmp_path / "none" / "x.db"), "disk").verdict is Verdict.WRONG


def test_the_command_prints_a_line_for_each_and_fails_when_something_is_wrong(
    patient: Patient, taken_port: int, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ["doctor", "--config", str(SHIPPED), "--db", str(patient.database), "--port"]
    assert main([*words, str(patient.port)]) == 0
    assert len(capsys.readouterr().out.splitlines()) == 7
    assert main([*words, str(taken_port)]) == 1
