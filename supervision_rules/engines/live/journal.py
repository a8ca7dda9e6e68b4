"""流水: every event that arrived, in a file of SQLite that is only ever appended to."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from enum import StrEnum
from errno import EIO
from hashlib import sha256
from pathlib import Path
from typing import Any

from attrs import astuple, frozen

from ...messages import Problem, SupervisionRulesError

FORMAT = "supervision-rules journal 1"
PATIENCE = 60
"""So many seconds another writer is waited for."""
IN_THE_WAY = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN}
"""What SQLite says where the file is a journal perhaps, but the system does not let it be used."""
LONGEST = 65536
"""Of a refused line no more characters are kept."""
TABLES = """
CREATE TABLE about (name TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE event (
    seq INTEGER PRIMARY KEY, district TEXT NOT NULL, id TEXT NOT NULL, at INTEGER NOT NULL, slot TEXT NOT NULL,
    change TEXT NOT NULL, about TEXT NOT NULL, body TEXT NOT NULL,
    UNIQUE (district, id)
);
CREATE INDEX event_slot ON event (district, slot, seq);
CREATE TABLE refused (seq INTEGER PRIMARY KEY, digest TEXT NOT NULL UNIQUE, line TEXT NOT NULL, reasons TEXT NOT NULL);
"""
COLUMNS = "district, id, at, slot, change, about, body"
REFUSE = "BEGIN SELECT RAISE(ABORT, 'the journal is only appended to'); END"
REPLACED = "EXISTS (SELECT 1 FROM event WHERE seq = NEW.seq OR (district = NEW.district AND id = NEW.id))"
TRIGGERS = (
    *(f"CREATE TRIGGER {table}_{change} BEFORE {change} ON {table} {REFUSE}" for table in ("event", "refused") for change in ("update", "delete")),
    f"CREATE TRIGGER event_replaced BEFORE insert ON event WHEN {REPLACED} {REFUSE}",
    "CREATE TRIGGER refused_replaced BEFORE insert ON refused WHEN EXISTS (SELECT 1 FROM refused WHERE seq = NEW.seq OR digest = NEW.digest) "
    "BEGIN SELECT RAISE(IGNORE); END",
)
"""SQLite fires no trigger on a row that `INSERT OR REPLACE` deletes, so what would replace one is refused; a line refused before is left as it is."""


class ChangeKind(StrEnum):
    """What an event does to what stands in its slot."""

    NEW = "new"
    CORRECTION = "correction"
    RETRACTION = "retraction"


@frozen
class Entry:
    """An event of the journal, its line in `body`.

    `at` is the first second of its day or moment, `about` the id of the event that it corrects or retracts.
    """

    district: str
    id: str
    at: int
    slot: str
    change: ChangeKind
    about: str
    body: str


@frozen
class RefusedLine:
    """A line that was refused, and why: codes of problems."""

    seq: int
    line: str
    reasons: tuple[str, ...]


class Journal:
    """The journal of one scheme, kept in a file or, without one, in memory.

    What is appended inside `transaction` is kept whole or not at all, and is on the disk when the block ends. Several processes may write one after
    another: `changed_elsewhere` says whether another one did since.
    """

    def __init__(self, file: str | Path | None, scheme: str) -> None:
        """Open a journal, a new one where there is no such file.

        Raises SupervisionRulesError where the file is none (`not-a-journal`) or is of another scheme (`journal-of-other-scheme`), OSError where it
        may not be opened.
        """
        self.file = None if file is None else Path(file)
        self._open(scheme)
        self._version = self._data_version()

    def _open(self, scheme: str) -> None:
        if self.file is not None:
            with self.file.open("ab"):  # says by its own error what stands in the way
                pass
        self._base = sqlite3.connect(self.file or ":memory:", isolation_level=None, timeout=PATIENCE, check_same_thread=False)
        try:
            self._base.execute("PRAGMA journal_mode = WAL")
            self._base.execute("PRAGMA synchronous = FULL")
            self._prepare(scheme)
        except sqlite3.DatabaseError as error:
            self._base.close()
            if getattr(error, "sqlite_errorcode", 0) & 0xFF in IN_THE_WAY:
                raise OSError(EIO, str(error), str(self.file)) from error
            raise SupervisionRulesError([Problem("not-a-journal", {"file": str(self.file), "reason": str(error)})]) from None
        except BaseException:
            self._base.close()
            raise

    def _prepare(self, scheme: str) -> None:
        self._base.execute("BEGIN IMMEDIATE")
        try:
            if not self._base.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]:
                for statement in TABLES.split(";\n"):
                    self._base.execute(statement)
                for statement in TRIGGERS:
                    self._base.execute(statement)
                self._base.executemany("INSERT INTO about VALUES (?, ?)", [("format", FORMAT), ("scheme", scheme)])
            about = dict(self._base.execute("SELECT name, value FROM about"))
            self._base.execute("COMMIT")
        except BaseException:
            with suppress(sqlite3.Error):
                self._base.execute("ROLLBACK")
            raise
        if about.get("format") != FORMAT:
            raise sqlite3.DatabaseError(str(about.get("format")))
        if about.get("scheme") != scheme:
            given = {"file": str(self.file), "journal": str(about.get("scheme")), "scheme": scheme}
            raise SupervisionRulesError([Problem("journal-of-other-scheme", given)])

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Keep all that is appended inside, or nothing. Raises OSError where the file cannot be written."""
        try:
            self._base.execute("BEGIN IMMEDIATE")
            yield
            self._base.execute("COMMIT")
        except BaseException as error:
            with suppress(sqlite3.Error):
                self._base.execute("ROLLBACK")
            if type(error) in (sqlite3.OperationalError, sqlite3.DatabaseError):  # a full disk, say, or a spoilt file
                raise OSError(EIO, str(error), str(self.file)) from error
            raise

    def append(self, entry: Entry) -> None:
        """Append an event."""
        self._base.execute(f"INSERT INTO event ({COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?)", astuple(entry))

    def refuse(self, line: str, reasons: tuple[str, ...]) -> None:
        """Note a line that was refused, the same one once."""
        kept = line.encode(errors="replace").decode()[:LONGEST]
        found = (_digest(line), kept, " ".join(reasons))
        self._base.execute("INSERT INTO refused (digest, line, reasons) VALUES (?, ?, ?)", found)

    def refused_before(self, line: str) -> tuple[str, ...]:
        """Why this very line was refused; nothing where it was not."""
        found = self._base.execute("SELECT reasons FROM refused WHERE digest = ?", (_digest(line),)).fetchone()
        return () if found is None else tuple(found[0].split())

    def entry(self, district: str, id: str) -> Entry | None:
        """The event of a district by its id."""
        row = self._base.execute(f"SELECT {COLUMNS} FROM event WHERE district = ? AND id = ?", (district, id)).fetchone()
        return None if row is None else _entry(row)

    def of_slot(self, district: str, slot: str) -> list[Entry]:
        """All events of a slot in their order."""
        return [
            _entry(row) for row in self._base.execute(f"SELECT {COLUMNS} FROM event WHERE district = ? AND slot = ? ORDER BY seq", (district, slot))
        ]

    def of_district(self, district: str) -> Iterator[Entry]:
        """All events of a district in their order."""
        return (_entry(row) for row in self._base.execute(f"SELECT {COLUMNS} FROM event WHERE district = ? ORDER BY seq", (district,)))

    def entries(self) -> Iterator[Entry]:
        """All events in their order."""
        return (_entry(row) for row in self._base.execute(f"SELECT {COLUMNS} FROM event ORDER BY seq"))

    def refusals(self) -> list[RefusedLine]:
        """All lines that were refused, in their order."""
        found = self._base.execute("SELECT seq, line, reasons FROM refused ORDER BY seq")
        return [RefusedLine(seq, line, tuple(reasons.split())) for seq, line, reasons in found]

    def districts(self) -> list[str]:
        """The districts with events."""
        return [district for (district,) in self._base.execute("SELECT DISTINCT district FROM event ORDER BY district")]

    def changed_elsewhere(self) -> bool:
        """Whether somebody else has written since this was last asked."""
        before, self._version = self._version, self._data_version()
        return before != self._version

    def _data_version(self) -> int:
        return int(self._base.execute("PRAGMA data_version").fetchone()[0])

    def close(self) -> None:
        """Close the file."""
        self._base.close()


def _entry(row: tuple[Any, ...]) -> Entry:
    district, id, at, slot, change, about, body = row
    return Entry(district, id, at, slot, ChangeKind(change), about, body)


def _digest(line: str) -> str:
    return sha256(line.encode(errors="surrogatepass")).hexdigest()
