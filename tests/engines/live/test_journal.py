"""The journal: what was appended stays, whole or not at all, whoever else writes."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from supervision_rules import SupervisionRulesError
from supervision_rules.engines.live.journal import LONGEST, ChangeKind, Entry, Journal


def entry(id: str, district: str = "某区", slot: str = "fact x") -> Entry:
    return Entry(district, id, 63_000_000_000, slot, ChangeKind.NEW, "", '{"id": "' + id + '"}')


def keep(journal: Journal, *entries: Entry) -> None:
    with journal.transaction():
        for one in entries:
            journal.append(one)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "流水.journal"


@pytest.fixture
def journal(file: Path) -> Iterator[Journal]:
    opened = Journal(file, "test")
    yield opened
    opened.close()


class TestWhatIsKept:
    def test_is_there_when_it_is_opened_again(self, file: Path) -> None:
        first = Journal(file, "test")
        keep(first, entry("1"), entry("2"))
        first.close()
        again = Journal(file, "test")
        assert list(again.entries()) == [entry("1"), entry("2")]
        again.close()

    def test_is_found_by_district_id_and_slot(self, journal: Journal) -> None:
        keep(journal, entry("1"), entry("1", "他区"), entry("2", slot="table school"), entry("3"))
        assert journal.entry("他区", "1") == entry("1", "他区")
        assert journal.entry("他区", "2") is None
        assert list(journal.of_district("某区")) == [entry("1"), entry("2", slot="table school"), entry("3")]
        assert journal.of_slot("某区", "fact x") == [entry("1"), entry("3")]
        assert set(journal.districts()) == {"某区", "他区"}

    def test_without_a_file_it_is_kept_as_long_as_it_is_open(self) -> None:
        journal = Journal(None, "test")
        keep(journal, entry("1"))
        assert list(journal.entries()) == [entry("1")]
        journal.close()

    @pytest.mark.parametrize(
        "statement",
        [
            "UPDATE event SET body = 'x'",
            "UPDATE event SET at = 0 WHERE id = '1'",
            "DELETE FROM event",
            "UPDATE refused SET line = ''",
            "DELETE FROM refused WHERE seq = 1",
            "INSERT OR REPLACE INTO event (district, id, at, slot, change, about, body) SELECT district, id, 0, slot, change, about, 'x' FROM event",
            "INSERT OR REPLACE INTO event SELECT seq, district, 'other', at, slot, change, about, body FROM event",
        ],
    )
    def test_cannot_be_changed(self, journal: Journal, file: Path, statement: str) -> None:
        keep(journal, entry("1"))
        with journal.transaction():
            journal.refuse("{", ("event-json",))
        other = sqlite3.connect(file)
        with pytest.raises(sqlite3.IntegrityError, match="only appended to"):
            other.execute(statement)
        other.close()
        assert list(journal.entries()) == [entry("1")]
        assert [one.line for one in journal.refusals()] == ["{"]

    def test_a_refused_line_cannot_be_replaced(self, journal: Journal, file: Path) -> None:
        with journal.transaction():
            journal.refuse("{", ("event-json",))
        other = sqlite3.connect(file)
        other.execute("INSERT OR REPLACE INTO refused (digest, line, reasons) SELECT digest, '', '' FROM refused")
        other.commit()
        other.close()
        assert [(one.line, one.reasons) for one in journal.refusals()] == [("{", ("event-json",))]

    def test_an_id_comes_once_in_a_district(self, journal: Journal) -> None:
        keep(journal, entry("1"))
        with pytest.raises(sqlite3.IntegrityError), journal.transaction():
            journal.append(entry("1", slot="fact y"))
        assert list(journal.entries()) == [entry("1")]


class TestRefused:
    def test_lines_are_kept_once_in_their_order(self, journal: Journal) -> None:
        with journal.transaction():
            for line in ("{", "[", "{"):
                journal.refuse(line, ("event-json",))
        assert [(one.seq, one.line, one.reasons) for one in journal.refusals()] == [(1, "{", ("event-json",)), (2, "[", ("event-json",))]

    def test_all_reasons_are_kept(self, journal: Journal) -> None:
        with journal.transaction():
            journal.refuse("{}", ("key-missing", "unknown-key"))
        assert journal.refusals()[0].reasons == ("key-missing", "unknown-key")

    def test_it_is_known_which_were_refused_before(self, journal: Journal) -> None:
        with journal.transaction():
            journal.refuse("{", ("event-json",))
        assert journal.refused_before("{")
        assert not journal.refused_before("[")

    def test_long_lines_are_cut_but_told_apart(self, journal: Journal) -> None:
        lines = ["长" * LONGEST + end for end in ("甲", "乙")]
        with journal.transaction():
            for line in lines:
                journal.refuse(line, ("event-json",))
        assert [len(one.line) for one in journal.refusals()] == [LONGEST, LONGEST]

    def test_a_line_that_is_no_text_is_kept_as_far_as_it_goes(self, journal: Journal) -> None:
        with journal.transaction():
            journal.refuse("a\udcffb", ("event-json",))
        assert journal.refusals()[0].line == "a?b"


class TestTransaction:
    def test_that_breaks_off_leaves_nothing(self, journal: Journal) -> None:
        def breaks_off() -> None:
            with journal.transaction():
                journal.append(entry("1"))
                journal.refuse("{", ("event-json",))
                raise KeyError

        with pytest.raises(KeyError):
            breaks_off()
        assert (list(journal.entries()), journal.refusals()) == ([], [])

    def test_the_next_one_is_kept(self, journal: Journal) -> None:
        with pytest.raises(KeyError), journal.transaction():
            raise KeyError
        keep(journal, entry("1"))
        assert list(journal.entries()) == [entry("1")]

    def test_a_full_disk_is_an_error_of_the_system_and_leaves_nothing(self, journal: Journal) -> None:
        pages = journal._base.execute("PRAGMA page_count").fetchone()[0]
        journal._base.execute(f"PRAGMA max_page_count = {pages + 1}")
        with pytest.raises(OSError, match="full"):
            keep(journal, *(entry(str(number) + "x" * 1000) for number in range(50)))
        assert list(journal.entries()) == []

    def test_a_journal_that_another_one_holds_is_an_error_of_the_system(self, journal: Journal, file: Path) -> None:
        journal._base.execute("PRAGMA busy_timeout = 0")
        other = sqlite3.connect(file, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(OSError, match="locked"):
            keep(journal, entry("1"))
        other.execute("ROLLBACK")
        other.close()
        keep(journal, entry("1"))
        assert list(journal.entries()) == [entry("1")]

    def test_a_spoilt_file_is_an_error_of_the_system(self, file: Path) -> None:
        first = Journal(file, "test")
        size = first._base.execute("PRAGMA page_size").fetchone()[0]
        keep(first, *(entry(str(number)) for number in range(500)))
        first.close()
        whole = file.read_bytes()
        file.write_bytes(whole[: 3 * size] + b"\xff" * (len(whole) - 3 * size))
        spoilt = Journal(file, "test")
        with pytest.raises(OSError, match="malformed"):
            keep(spoilt, entry("x"))
        spoilt.close()


class TestSeveralWriters:
    def test_what_another_one_wrote_is_there(self, journal: Journal, file: Path) -> None:
        other = Journal(file, "test")
        keep(other, entry("1"))
        assert list(journal.entries()) == [entry("1")]
        other.close()

    def test_it_is_said_once_that_another_one_wrote(self, journal: Journal, file: Path) -> None:
        other = Journal(file, "test")
        journal.changed_elsewhere()
        assert not journal.changed_elsewhere()
        keep(other, entry("1"))
        assert journal.changed_elsewhere()
        assert not journal.changed_elsewhere()
        other.close()

    def test_what_one_wrote_itself_is_no_news(self, journal: Journal) -> None:
        keep(journal, entry("1"))
        assert not journal.changed_elsewhere()


class TestWhatIsNoJournalOfOurs:
    @staticmethod
    def refused(file: Path, scheme: str = "test") -> tuple[str, ...]:
        with pytest.raises(SupervisionRulesError) as error:
            Journal(file, scheme)
        return error.value.codes

    def test_a_text(self, file: Path) -> None:
        text = "id,年份\n" * 1000
        file.write_text(text, encoding="utf-8")
        assert self.refused(file) == ("not-a-journal",)
        assert file.read_text(encoding="utf-8") == text

    def test_another_base(self, file: Path) -> None:
        other = sqlite3.connect(file)
        other.execute("CREATE TABLE school (id TEXT)")
        other.close()
        assert self.refused(file) == ("not-a-journal",)

    def test_a_journal_of_a_later_format(self, file: Path) -> None:
        Journal(file, "test").close()
        other = sqlite3.connect(file)
        with other:
            other.execute("UPDATE about SET value = 'supervision-rules journal 9' WHERE name = 'format'")
        other.close()
        assert self.refused(file) == ("not-a-journal",)

    def test_a_journal_of_another_scheme(self, file: Path, journal: Journal) -> None:
        keep(journal, entry("1"))
        assert self.refused(file, "other") == ("journal-of-other-scheme",)
        assert list(journal.entries()) == [entry("1")]

    def test_an_empty_file_becomes_one(self, file: Path) -> None:
        file.touch()
        journal = Journal(file, "test")
        keep(journal, entry("1"))
        assert list(journal.entries()) == [entry("1")]
        journal.close()

    def test_a_journal_that_another_one_holds_is_an_error_of_the_system(self, file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        Journal(file, "test").close()
        other = sqlite3.connect(file, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        monkeypatch.setattr("supervision_rules.engines.live.journal.PATIENCE", 0)
        with pytest.raises(OSError, match="locked"):
            Journal(file, "test")
        other.close()

    @pytest.mark.parametrize(("name", "error"), [(".", IsADirectoryError), ("no/such/directory.journal", FileNotFoundError)])
    def test_what_cannot_be_opened_is_an_error_of_the_system(self, tmp_path: Path, name: str, error: type[OSError]) -> None:
        with pytest.raises(error):
            Journal(tmp_path / name, "test")
