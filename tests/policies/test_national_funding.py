"""The national per-pupil quotas before and after spring 2023: which districts no longer meet them."""

from __future__ import annotations

from fractions import Fraction

import pytest

from supervision_rules import Assessment, assess, load_case, load_scheme
from supervision_rules.comparison import CaseEffect, Comparison, compare
from supervision_rules.loading import case_files
from supervision_rules.lowering import lower
from supervision_rules.scheme import Basis, Scheme, Trust

QUOTAS = {"primary": (650, 720), "junior": (850, 940), "special": (6000, 6000), "boarding": (200, 300)}
ITEMS = {"primary": "primary-quota", "junior": "junior-quota", "boarding": "boarding-supplement"}


@pytest.fixture(scope="module")
def years() -> tuple[Scheme, Scheme]:
    return load_scheme("national-funding-2022"), load_scheme("national-funding-2023")


@pytest.fixture(scope="module")
def found(years: tuple[Scheme, Scheme]) -> Comparison:
    return compare(*years, [load_case(case, years[0]) for case in case_files(years[0])])


@pytest.fixture(scope="module")
def effects(found: Comparison) -> dict[str, CaseEffect]:
    return {effect.case: effect for effect in found.effects}


def levels(result: Assessment) -> list[str | None]:
    return [point.level for point in result.points]


@pytest.mark.parametrize("quota", QUOTAS)
def test_the_quotas_are_the_published_ones(years: tuple[Scheme, Scheme], quota: str) -> None:
    constants = [lower(scheme).constants[f"national.funding.{quota}"] for scheme in years]
    assert tuple(constant.value for constant in constants) == QUOTAS[quota]
    (target,) = [target for target in years[1].targets if target.id == f"national.funding.{quota}"]
    assert {2022, 2023} <= set(target.confirmed_for)
    assert all(value.basis is Basis.CITED and value.trust is Trust.READ and value.source for value in target.value)


def test_what_changed_is_the_quotas_and_the_words_about_them(found: Comparison) -> None:
    scoring = {change.id for change in found.changes if change.scores}
    assert scoring == {f"target-changed:national.funding.{quota}" for quota in ITEMS}
    words = {change.id for change in found.changes if not change.scores}
    assert words == {*(f"header:{key}" for key in ("title", "year", "evaluated_year", "period")), *(f"reworded:{item}" for item in ITEMS.values())}


def test_who_no_longer_meets_them(effects: dict[str, CaseEffect]) -> None:
    lost = {case for case, effect in effects.items() if effect.grades == ("全部达到", "未全部达到")}
    assert lost == {"at-2022", "below-2023", "between", "junior-short", "bayannur"}
    kept = {case for case, effect in effects.items() if effect.grades == ("全部达到", "全部达到")}
    assert kept == {"at-2023", "above", "no-boarders"}
    assert effects["below-2022"].grades == ("未全部达到", "未全部达到")


def test_by_which_quota(effects: dict[str, CaseEffect]) -> None:
    assert {item.item for item in effects["bayannur"].items} == set(ITEMS.values())
    (junior,) = effects["junior-short"].items
    assert junior.alone == {"target-changed:national.funding.junior": Fraction(-1)}
    assert effects["junior-short"].decisive == ("target-changed:national.funding.junior",)


def test_exactly_at_a_quota_meets_it_and_a_cent_less_does_not(years: tuple[Scheme, Scheme]) -> None:
    for year, scheme in zip((2022, 2023), years, strict=True):
        assert levels(assess(scheme, load_case(f"at-{year}", scheme))) == ["met"] * 4
        below = levels(assess(scheme, load_case(f"below-{year}", scheme)))
        assert below == (["unmet"] * 4 if year == 2022 else ["unmet", "unmet", "met", "unmet"])


def test_what_no_published_figure_says_stays_open(effects: dict[str, CaseEffect]) -> None:
    for case in ("xinbei", "qingdao"):
        assert effects[case].grades == (None, None)
        assert effects[case].items == ()
