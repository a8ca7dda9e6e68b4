"""Tables one after another → a file, whole or not at all."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path as File
from queue import Empty, Full, Queue
from threading import Thread
from typing import TYPE_CHECKING, Any

from .sources import ARROW, PARQUET

if TYPE_CHECKING:
    from polars import DataFrame, LazyFrame

OUTPUTS = (".csv", *PARQUET, *ARROW)
WAIT = 1
AHEAD = 2


class Dropped(Exception):
    """What the file was to hold is not to be written."""


class TableFile:
    """A file (CSV, Parquet or Arrow IPC by what its name ends in) that is there only once all is written.

    Use it as a context; whatever breaks that off leaves nothing behind. A CSV file begins with a byte-order mark, by which Excel knows its encoding.
    """

    def __init__(self, file: File) -> None:
        self._file = file
        self._queue: Queue[DataFrame | None] = Queue(AHEAD)
        self._thread: Thread | None = None
        self._failed: list[BaseException] = []
        self._dropped = False

    def __enter__(self) -> TableFile:
        self._new = [directory for directory in self._file.absolute().parents if not directory.exists()]
        self._file.absolute().parent.mkdir(parents=True, exist_ok=True)
        self._place = tempfile.TemporaryDirectory(dir=self._file.absolute().parent, suffix=".part")
        self._made = File(self._place.name, "whole")
        return self

    def write(self, table: DataFrame) -> None:
        """Write more rows, of the same columns each time. Raises OSError."""
        if self._thread is None:
            self._thread = Thread(target=self._work, args=(dict(table.schema),), daemon=True)
            self._thread.start()
        self._put(table)

    def finish(self) -> None:
        """Put the file into its place. Raises OSError."""
        assert self._thread is not None
        self._put(None)
        self._thread.join()
        self._stop_if_failed()
        os.replace(self._made, self._file)
        self._new = []

    def __exit__(self, *raised: object) -> None:
        if self._thread is not None and self._thread.is_alive():
            self._dropped = True
            with suppress(Empty):
                while True:
                    self._queue.get_nowait()
            self._queue.put(None)
            self._thread.join()
        self._place.cleanup()
        for directory in self._new:
            with suppress(OSError):
                directory.rmdir()

    def _put(self, table: DataFrame | None) -> None:
        while True:
            self._stop_if_failed()
            with suppress(Full):
                self._queue.put(table, timeout=WAIT)
                return

    def _stop_if_failed(self) -> None:
        if self._failed:
            raise self._failed[0]

    def _work(self, schema: Mapping[str, Any]) -> None:
        """Write what is put into the queue, apart from the thread that is broken off."""
        from polars.io.plugins import register_io_source

        try:
            _sink(self._file.suffix.lower())(register_io_source(self._tables, schema=dict(schema)), self._made)
        except BaseException as error:
            self._failed.append(error)

    def _tables(self, *_: object) -> Iterator[DataFrame]:
        while (table := self._queue.get()) is not None:
            yield table
        if self._dropped:
            raise Dropped


def _sink(suffix: str) -> Callable[[LazyFrame, File], object]:
    if suffix == ".csv":
        return lambda lazy, file: lazy.sink_csv(file, include_bom=True)
    if suffix in ARROW:
        return lambda lazy, file: lazy.sink_ipc(file, compression="zstd")
    return lambda lazy, file: lazy.sink_parquet(file)
