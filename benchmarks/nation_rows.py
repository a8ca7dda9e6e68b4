"""A nation made up: districts with schools and classes beneath, drawn year by year from a seed. No district in it is real.

A year is drawn by `numpy.random.default_rng([seed, year])`: the same whichever other years are drawn, with as many districts as are asked for. A
district has 8 to 16 schools; a school has 6 to 24 primary classes, or 6 to 27 junior ones, or both, a teaching point 1 to 6 small ones: about 178
classes a district. Pupils are the sums of their classes. What a school has is drawn around 1.4 times what the policy asks for, a district being
richer or poorer as a whole; one cell of equipment in a thousand is missing. Facts are those of the case `generated-district` in the size of the
district; one number in ten is up to 3 % off, one in a thousand missing, one condition in 200 the other way round. Numbers are whole numbers of their
last place.
"""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction
from typing import Any

import numpy as np
import polars as pl

from supervision_rules import Scheme, load_case
from supervision_rules.engines.columnar.clauses.translating import whole_reach
from supervision_rules.expression import Kind
from supervision_rules.lowering import lower, take_in

SCHEME, CASE = "national-balance-2017", "generated-district"
KEY = ("district", "year")
KINDS, SHARES = ["小学", "初中", "九年一贯制学校", "教学点"], [0.55, 0.25, 0.12, 0.08]
SUBJECTS = ["语文", "数学", "科学", "体育", "艺术", "德育"]
LEVELS, LEVEL_SHARES = ["Ⅰ级", "Ⅱ级", "Ⅲ级", "Ⅳ级"], [0.01, 0.05, 0.6, 0.34]
OF_EACH = {"special.funding_per_pupil", "pay.teachers", "pay.civil_servants", "recognition.rate"}
"""Numbers that are of each pupil or teacher, in which the size of a district does not tell."""
PER_PUPIL = {
    "college_teachers": 0.056,
    "bachelor_teachers": 0.05,
    "backbone_teachers": 0.013,
    "arts_teachers": 0.012,
    "rooms": 585,
    "sports": 1120,
    "equipment": 2900,
    "multimedia": 0.031,
}
"""What a pupil has on the average: people, square metres × 100, yuan, rooms."""

Year = tuple[pl.DataFrame, dict[str, pl.DataFrame]]


def year_of(scheme: Scheme, seed: int, year: int, districts: int) -> Year:
    """The cases of a year, and their schools, classes and monitored subjects."""
    draw = np.random.default_rng([seed, year])
    names = np.array([f"演练{number:04d}区" for number in range(districts)])
    schools, classes = _schools(draw, districts)
    subjects = {
        "district": np.repeat(names, len(SUBJECTS)),
        "name": np.tile(SUBJECTS, districts),
        "level": draw.choice(LEVELS, len(SUBJECTS) * districts, p=LEVEL_SHARES),
        "difference": draw.integers(200, 1502, len(SUBJECTS) * districts),
    }
    tables = {"school": schools, "class": classes, "subject": pl.DataFrame(subjects)}
    for id in ("school", "class"):
        tables[id] = tables[id].with_columns(pl.Series("district", names).gather(tables[id]["district"]))
    cases = pl.DataFrame({"district": names} | _facts(draw, scheme, districts))
    return _of_year(cases, year), {id: _of_year(table, year) for id, table in tables.items()}


def _of_year(table: pl.DataFrame, year: int) -> pl.DataFrame:
    return table.with_columns(pl.lit(year, dtype=pl.Int32).alias("year"))


def _schools(draw: Any, districts: int) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The schools, each of the number of a district, and their classes."""
    many = draw.integers(8, 17, districts)
    district = np.repeat(np.arange(districts), many)
    number = np.arange(len(district))
    kind = draw.choice(len(KINDS), len(district), p=SHARES)
    tracks = draw.integers(1, 5, len(district))
    primary = np.select([kind == 0, kind == 2, kind == 3], [6 * tracks, 6 * np.minimum(tracks, 3), draw.integers(1, 7, len(district))], 0)
    junior = np.select([kind == 1, kind == 2], [3 * draw.integers(2, 10, len(district)), 3 * np.minimum(tracks, 3)], 0)
    of_class = np.concatenate([np.repeat(number, primary), np.repeat(number, junior)])
    is_junior = np.arange(len(of_class)) >= primary.sum()
    mean = np.where(is_junior, 43, 38) - np.where(kind[of_class] == 3, 28, 0)
    crowded = np.where(draw.random(len(of_class)) < 0.001, 15, 0)
    size = np.clip(np.rint(draw.normal(mean, 1.5)) + crowded, 1, 200).astype(np.int32)
    sums = [np.bincount(of_class, np.where(is_junior == own, size, 0), len(number)).astype(np.int32) for own in (False, True)]
    wealth = draw.normal(1.05, 0.06, districts)[district] * draw.normal(1, 0.07, len(district))
    pupils = sums[0] + np.where(kind == 1, 1.15, 1) * sums[1]
    has = {}
    for name, each in PER_PUPIL.items():
        has[name] = np.maximum(np.rint(each * pupils * wealth * draw.normal(1, 0.05, len(number))), 1).astype(np.int64)
    has["bachelor_teachers"] = np.minimum(has["bachelor_teachers"], has["college_teachers"])
    special = dict.fromkeys(("music_rooms", "art_rooms"), 1 + (primary + junior) // 8 - (draw.random(len(number)) < 0.002))
    id = pl.Series("id", number).cast(pl.String).str.zfill(6)
    columns = {"district": district, "id": id, "kind": pl.Series(KINDS).gather(kind), "rural": draw.random(len(number)) < 0.5}
    columns |= {"primary_pupils": sums[0], "junior_pupils": sums[1], "senior_pupils": np.zeros(len(number), np.int32)}
    columns |= {"funded_pupils": np.where((sums[0] + sums[1] < 100) & (kind != 1), 100, sums[0] + sums[1])} | has | special
    schools = pl.DataFrame(columns).with_columns(pl.when(pl.lit(draw.random(len(number)) >= 0.001)).then("equipment"))
    classes = {
        "district": district[of_class],
        "school": id.gather(of_class),
        "id": pl.Series(np.arange(len(of_class))).cast(pl.String),
        "level": pl.Series(["小学", "初中"]).gather(is_junior.astype(np.uint32)),
        "size": size,
    }
    return schools, pl.DataFrame(classes)


def _facts(draw: Any, scheme: Scheme, districts: int) -> dict[str, Any]:
    """What the districts say of themselves."""
    lowered = lower(scheme)
    columns: dict[str, Any] = {}
    size = draw.uniform(0.7, 1.3, districts)
    for name, value in take_in(lowered, load_case(CASE, scheme)).values.items():
        made = lowered.inputs[name]
        match made.kind:
            case Kind.NUMBER:
                low, high, grain = whole_reach(made)
                off = np.where(draw.random(districts) < 0.1, draw.uniform(0.97, 1.03, districts), 1) * (1 if name in OF_EACH else size)
                moved = np.clip(np.rint(int(Fraction(str(value)) / grain) * off), low, high).astype(np.int64)
                columns[name] = pl.select(pl.when(pl.lit(draw.random(districts) >= 0.001)).then(pl.lit(pl.Series(moved)))).to_series()
            case Kind.CONDITION:
                columns[name] = (draw.random(districts) >= 0.005) == value
            case Kind.DATE:
                columns[name] = pl.Series([date(1, 1, 1) + timedelta(days=int(str(value)) - 1)] * districts)
            case _:
                columns[name] = [value] * districts
    return columns
