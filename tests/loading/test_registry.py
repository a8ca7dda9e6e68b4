"""Finding schemes and cases: a path before an id, one's own directories before the built-in one."""

from __future__ import annotations

from pathlib import Path

import pytest
from builders import scheme as made
from error_pages import lay_out

from supervision_rules import Scheme, SupervisionRulesError, load_case, load_scheme
from supervision_rules.loading import built_in, registry, scheme_directories


def put(directory: Path, title: str = "示例方案") -> Path:
    """The small scheme in a directory, under a title of its own."""
    lay_out(directory)
    file = directory / "demo" / "scheme.toml"
    file.write_text(file.read_text(encoding="utf-8").replace("示例方案", title), encoding="utf-8")
    return directory


@pytest.fixture
def shelves(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Four directories with a scheme `demo` each: built in, of a package, and two of one's own. The present directory has none."""
    for name in ("built-in", "one", "other"):
        put(tmp_path / name, name)
    (tmp_path / "here").mkdir()
    monkeypatch.setattr(registry, "built_in", lambda: tmp_path / "built-in")
    monkeypatch.setattr(registry, "_of_packages", list)
    monkeypatch.chdir(tmp_path / "here")
    return tmp_path


def title(scheme: str | Path, *policies: Path) -> str:
    return load_scheme(scheme, policies).header.title


def refused(scheme: str | Path, *policies: str | Path) -> SupervisionRulesError:
    with pytest.raises(SupervisionRulesError) as error:
        load_scheme(scheme, policies)
    return error.value


class TestBuiltIn:
    def test_there_is_changzhou(self) -> None:
        assert (built_in() / "changzhou-2021" / "scheme.toml").is_file()
        assert "changzhou-2021" in scheme_directories()

    def test_targets_are_no_scheme(self) -> None:
        assert "targets" not in scheme_directories()


@pytest.mark.usefixtures("shelves")
class TestPrecedence:
    def test_an_id_is_looked_for_among_the_built_in(self) -> None:
        assert title("demo") == "built-in"

    def test_a_directory_that_is_given_goes_before(self, shelves: Path) -> None:
        assert title("demo", shelves / "one") == "one"

    def test_the_first_of_several_before_the_rest(self, shelves: Path) -> None:
        assert title("demo", shelves / "other", shelves / "one") == "other"
        assert title("demo", shelves / "one", shelves / "other") == "one"

    def test_a_path_before_all_of_them(self, shelves: Path) -> None:
        assert title(shelves / "other" / "demo", shelves / "one") == "other"
        assert title("../other/demo", shelves / "one") == "other"
        put(shelves / "here", "here")
        assert title("./demo", shelves / "one") == "here"

    def test_a_folder_in_the_present_directory_takes_no_ids_place(self, shelves: Path) -> None:
        put(shelves / "here", "here")
        assert title("demo", shelves / "one") == "one"
        assert title("demo") == "built-in"

    def test_a_directory_without_a_scheme_is_no_path(self, shelves: Path) -> None:
        (shelves / "here" / "demo").mkdir()
        assert title("demo") == "built-in"

    def test_what_one_does_not_have_another_may(self, shelves: Path) -> None:
        (shelves / "one" / "demo").rename(shelves / "one" / "demo-2022")
        assert title("demo", shelves / "one") == "built-in"
        assert load_scheme("demo-2022", [shelves / "one"]).id == "demo-2022"

    def test_all_are_listed_each_once(self, shelves: Path) -> None:
        put(shelves / "more")
        (shelves / "more" / "demo").rename(shelves / "more" / "demo-2022")
        found = scheme_directories([shelves / "more", shelves / "one"])
        assert found == {"demo": shelves / "one" / "demo", "demo-2022": shelves / "more" / "demo-2022"}


class TestPackages:
    @pytest.fixture
    def package(self, shelves: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
        put(shelves / "package")
        (shelves / "package" / "demo").rename(shelves / "package" / "wujin-2021")
        monkeypatch.setattr(registry, "_of_packages", lambda: [shelves / "package"])
        return shelves / "package"

    def test_bring_schemes_of_their_own(self, package: Path) -> None:
        assert load_scheme("wujin-2021").directory == package / "wujin-2021"
        assert scheme_directories().keys() == {"demo", "wujin-2021"}

    def test_but_none_whose_id_is_taken(self, shelves: Path, package: Path) -> None:
        put(package)
        with pytest.raises(SupervisionRulesError) as error:
            scheme_directories()
        assert error.value.codes == ("scheme-twice",)
        assert scheme_directories([shelves / "one"])["demo"] == shelves / "one" / "demo"


@pytest.mark.usefixtures("shelves")
class TestRefused:
    def test_an_unknown_id_comes_with_the_nearest(self) -> None:
        error = refused("demos")
        assert error.codes == ("unknown-scheme",)
        assert "demo" in str(error)

    def test_a_directory_that_is_not_there(self, shelves: Path) -> None:
        assert refused("demo", shelves / "nowhere").codes == ("policies-missing",)

    def test_a_path_that_leads_nowhere(self) -> None:
        assert refused("../nowhere/demo").codes == ("unknown-scheme",)


@pytest.mark.usefixtures("shelves")
class TestCases:
    @pytest.fixture
    def demo(self) -> Scheme:
        return load_scheme("demo")

    def test_an_id_is_one_of_the_schemes(self, demo: Scheme) -> None:
        assert load_case("a", demo).id == "a"

    def test_a_path_may_lead_anywhere(self, demo: Scheme, shelves: Path) -> None:
        text = (shelves / "one" / "demo" / "cases" / "a" / "case.toml").read_text(encoding="utf-8")
        file = shelves / "here" / "b.toml"
        file.write_text(text, encoding="utf-8")
        assert [load_case(case, demo).id for case in (file, str(file), "b.toml", shelves / "one" / "demo" / "cases" / "a")] == ["b", "b", "b", "a"]

    def test_an_id_goes_before_a_folder_in_the_present_directory(self, demo: Scheme, shelves: Path) -> None:
        directory = shelves / "here" / "a"
        directory.mkdir()
        (directory / "case.toml").write_text('[case]\nscheme = "demo"\nsubject = "本地"\nyear = 2020\n', encoding="utf-8")
        assert load_case("a", demo).subject == "示例区"
        assert load_case("./a", demo).subject == "本地"

    def test_an_unknown_id_comes_with_those_there_are(self, demo: Scheme) -> None:
        with pytest.raises(SupervisionRulesError, match="demo") as error:
            load_case("b", demo)
        assert error.value.codes == ("unknown-case",)

    def test_a_file_that_is_not_there_is_missing(self, demo: Scheme) -> None:
        with pytest.raises(SupervisionRulesError) as error:
            load_case("b.toml", demo)
        assert error.value.codes == ("file-missing",)

    def test_a_scheme_made_in_python_has_none_by_id(self) -> None:
        with pytest.raises(SupervisionRulesError) as error:
            load_case("a", made())
        assert error.value.codes == ("unknown-case",)
