"""Files that are none, names that cannot be, and what is written for others to read."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest
from builders import case, expression, number_fact, point, scheme, target

from supervision_rules import SupervisionRulesError, load_case, load_scheme, write_case, write_scheme
from supervision_rules.loading.documents import read_text
from supervision_rules.scoring import AllOrNothing


def small(directory: Path) -> Path:
    return write_scheme(scheme(), directory)


@pytest.mark.parametrize("name", ["/dev/zero", "fifo.toml"])
def test_what_is_no_file_is_refused_unread(tmp_path: Path, name: str) -> None:
    file = tmp_path / name
    if name == "fifo.toml":
        os.mkfifo(file)
    with pytest.raises(SupervisionRulesError) as raised:
        read_text(file)
    assert raised.value.codes == ("file-unreadable",)


def test_a_directory_is_no_file_either(tmp_path: Path) -> None:
    with pytest.raises(SupervisionRulesError) as raised:
        read_text(tmp_path)
    assert raised.value.codes == ("file-unreadable",)


def test_an_include_whose_name_no_file_can_have(tmp_path: Path) -> None:
    place = small(tmp_path)
    file = place / "cases" / "east.toml"
    file.parent.mkdir()
    name = "a" * 300 + ".toml"
    file.write_text(f'[case]\nscheme = "test"\nsubject = "东区"\nyear = 2020\ninclude = ["{name}"]\n', encoding="utf-8")
    with pytest.raises(SupervisionRulesError) as raised:
        load_case(file, load_scheme(place))
    assert raised.value.codes == ("file-missing",)


def test_what_is_written_can_be_read_as_any_new_file(tmp_path: Path) -> None:
    (tmp_path / "plain").touch()
    wanted = stat.S_IMODE((tmp_path / "plain").stat().st_mode)
    files = [small(tmp_path) / "scheme.toml", write_case(case(), tmp_path / "case.toml")]
    assert [stat.S_IMODE(file.stat().st_mode) for file in files] == [wanted, wanted]


def test_a_directory_may_be_given_as_text(tmp_path: Path) -> None:
    place = write_scheme(scheme(), str(tmp_path))
    assert load_scheme(place) == scheme()
    assert load_case(write_case(case(), str(tmp_path / "case" / "case.toml")), load_scheme(place)) == case()


LIMIT = """
[[target]]
id = "limit"
label = "上限"
confirmed_for = [2020]
[[target.value]]
from = 2000-01-01
value = 5
basis = "reconstructed"
"""


@pytest.mark.parametrize(("inside", "name"), [(".", "."), (".", "../test"), ("cases", ".."), ("cases/east", "../..")])
def test_a_scheme_is_the_same_from_wherever_it_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, inside: str, name: str) -> None:
    rule = AllOrNothing(requires=expression("pupils <= limit"))
    place = write_scheme(scheme([point(rule)], [number_fact("pupils")], targets=[target("limit", 5)]), tmp_path)
    main = place / "scheme.toml"
    whole = main.read_text(encoding="utf-8")
    start, end = whole.index("[[target]]"), whole.index("[[point]]")
    main.write_text(whole[:start] + whole[end:], encoding="utf-8")
    (tmp_path / "targets").mkdir()
    (tmp_path / "targets" / "all.toml").write_text(LIMIT, encoding="utf-8")
    east = write_case(case(pupils=4), place / "cases" / "east" / "case.toml").parent
    monkeypatch.chdir(place / inside)
    loaded = load_scheme(name)
    assert (loaded.id, [entry.id for entry in loaded.targets]) == ("test", ["limit"])
    assert load_case(Path("." if inside.endswith("east") else east), loaded).id == "east"
