"""The text of an entry is what its author wrote, and no more."""

from __future__ import annotations

import tomllib

import pytest
from attrs import evolve

from supervision_rules import load_scheme
from supervision_rules.loading import excerpt

SCHEME = load_scheme("changzhou-2021")
ENTRIES = [("point", entry.id) for entry in SCHEME.points] + [("bonus", entry.id) for entry in SCHEME.bonuses]


@pytest.mark.parametrize(("section", "id"), ENTRIES)
def test_it_is_the_one_entry_whole(section: str, id: str) -> None:
    (entry,) = tomllib.loads(excerpt(SCHEME, section, id).text)[section]
    (made,) = [one for one in SCHEME.items if one.id == id]
    assert entry["id"] == id
    assert len(entry["rule"]) == len(made.rule)


def test_it_stands_where_it_is_said_to() -> None:
    found = excerpt(SCHEME, "point", "funding-per-pupil")
    assert SCHEME.directory is not None
    lines = (SCHEME.directory.parent / found.file).read_text(encoding="utf-8").splitlines()
    assert found.file == "changzhou-2021/points/2-guarantee.toml"
    assert lines[found.line - 1] == "[[point]]"
    assert lines[found.line - 1 :][: found.text.count("\n") + 1] == found.text.splitlines()


def test_what_was_made_in_python_is_written_as_it_would_stand() -> None:
    found = excerpt(evolve(SCHEME, locate=None), "point", "funding-per-pupil")
    (entry,) = tomllib.loads(found.text)["point"]
    assert (found.file, entry["number"]) == ("", "21")


def test_there_is_no_excerpt_of_nothing() -> None:
    with pytest.raises(KeyError):
        excerpt(SCHEME, "point", "no-such-point")
