"""A drawn district → its facts, which hang together: what is large in schools is large in pupils, classes, teachers and money."""

from __future__ import annotations

from typing import Any

from attrs import define, field, frozen

from .drawing import Drawing, part, up


@frozen(kw_only=True)
class Kind:
    """What sort of district is drawn: how large (Xinbei is 100), and how well it does in each of the three parts of the table, of 100."""

    size: tuple[int, int] = (45, 125)
    quality: tuple[int, int] = (40, 60)


@define
class District:
    """A district as it is drawn, fact by fact."""

    draw: Drawing
    kind: Kind
    facts: dict[str, Any] = field(factory=dict)

    def drawn(self) -> dict[str, Any]:
        """All facts of it, by name."""
        base = self.draw.between(*self.kind.quality)
        self._schools(self.draw.between(*self.kind.size))
        self._leadership(self._quality(base))
        guarantee = self._quality(base)
        self._policy(guarantee)
        self._classes(guarantee)
        self._safety(guarantee)
        self._money(guarantee)
        self._building(guarantee)
        development = self._quality(base)
        self._teachers(development)
        self._excellence(development)
        self._inclusion(development)
        self._substance(development)
        self._growth(development)
        self._integrity()
        return self.facts

    def _quality(self, base: int) -> int:
        return min(100, max(0, base + self.draw.between(-8, 8)))

    def _put(self, unit: str, **values: int) -> None:
        """Numbers by name, `__` for the dot."""
        self.facts |= {name.replace("__", "."): f"{value}%" if unit == "%" else f"{value} {unit}" for name, value in values.items()}

    def _said(self, quality: int, *names: str) -> None:
        """Conditions: the better a district, the more of them hold."""
        holds = 70 + quality * 3 // 10
        self.facts |= {name: self.draw.chance(holds) for name in names}

    def _number(self, name: str) -> int:
        return int(str(self.facts[name]).split(" ")[0].rstrip("%"))

    def _schools(self, size: int) -> None:
        draw = self.draw
        kindergartens = max(12, draw.about(part(55, size), 15))
        private = part(kindergartens, draw.between(12, 45))
        primary, junior = max(6, draw.about(part(29, size), 15)), max(4, draw.about(part(14, size), 15))
        nine, complete, senior, fifteen = draw.between(0, 5), draw.between(0, 2), draw.between(1, 4), draw.between(0, 1)
        streets, towns = max(1, draw.about(part(5, size), 40)), draw.between(2, 7)
        self._put("个", district__streets=streets, district__towns=towns)
        self._put("所", schools__total=kindergartens + primary + junior + nine + complete + senior + fifteen)
        self._put("所", preschool__schools=kindergartens, preschool__schools_private=private)
        self._put("所", primary__schools=primary, primary__schools_private=draw.between(0, 2), junior__schools=junior)
        self._put("所", nine_year__schools=nine, complete_secondary__schools=complete, senior__schools=senior, fifteen_year__schools=fifteen)
        self._put(
            "人",
            preschool__pupils=kindergartens * draw.between(330, 520),
            primary__pupils=(primary + nine + fifteen) * draw.between(950, 1750),
            junior__pupils=(junior + nine + complete + fifteen) * draw.between(750, 1250),
            senior__pupils=(complete + senior + fifteen) * draw.between(1100, 2100),
        )

    @property
    def _units(self) -> int:
        return self._number("district.streets") + self._number("district.towns")

    @property
    def _beyond_preschool(self) -> int:
        return self._number("schools.total") - self._number("preschool.schools")

    def _leadership(self, quality: int) -> None:
        draw = self.draw
        self._said(quality + 15, "party.leading_group_in_operation", "party.appraisal_results_used", "party.duty_in_schools_carried_out")
        self._said(quality + 25, "party.ideology_work_on_agenda")
        self._put("个", party__system_brands=draw.by(quality, 0, 3, 30), party__school_brands=draw.by(quality, 20, 70))
        self._put("个", party__provincial_brand_projects=draw.by(quality, 0, 3, 30))
        self._put("次", government__education_hearings=draw.by(quality, 1, 7), government__study_sessions=draw.by(quality, 0, 4))
        self._put("件", government__major_matters=draw.by(quality, 2, 9))
        self._put("次", leaders__in_charge_studies=draw.by(quality, 6, 60), leaders__in_charge_activities=draw.by(quality, 8, 30))
        self._put("次", leaders__in_charge_surveys=draw.by(quality, 8, 28), leaders__top_activities=draw.by(quality, 3, 36))
        self._put("个", supervision__towns_assessed=min(self._units, part(self._units, draw.by(quality, 60, 130))))
        self._put("校次", supervision__school_months_missed=draw.by(quality, 14, -6) if draw.chance(50) else 0)
        self.facts["supervision.school_months_missed"] = f"{max(0, self._number('supervision.school_months_missed'))} 校次"
        self._said(quality, "supervision.monthly_briefing", "supervision.feedback_mechanism", "supervision.results_explained")
        self._said(quality, "supervision.problems_corrected", "supervision.effects_followed_up")

    def _policy(self, quality: int) -> None:
        self._put("项", policy__documents=self.draw.by(quality, 1, 9))
        self._said(quality, "migrant.points_admission", "migrant.procedure_public")
        self._put("人", migrant__admitted_cumulative=self._number("primary.pupils") * self.draw.between(15, 190) // 100)
        self._said(quality, "planning.estate_facilities_policy", "planning.estate_kindergarten_policy")

    def _classes(self, quality: int) -> None:
        draw = self.draw
        primary = up(self._number("primary.pupils") * 10, draw.by(quality, 460, 390))
        junior = up(self._number("junior.pupils") * 10, draw.by(quality, 500, 420))
        over = [classes * max(0, draw.by(quality, 240, -30)) // 1000 for classes in (primary, junior)]
        large = min(sum(over), (primary + junior) * max(0, draw.by(quality, 24, -14)) // 1000)
        self._put("班", primary__classes=primary, junior__classes=junior)
        self._put("班", primary__classes_over_standard=over[0], junior__classes_over_standard=over[1])
        self._put("班", compulsory__classes_56_plus=large, compulsory__classes_66_plus=min(large, max(0, draw.by(quality, 5, -6))))
        self._put("所", compulsory__large_schools=min(self._number("primary.schools"), max(0, draw.by(quality, 9, -1))))

    def _safety(self, quality: int) -> None:
        draw = self.draw
        self._said(quality + 20, "epidemic.plans_in_place", "epidemic.staggered_resumption")
        self._put("台", epidemic__thermometers=part(self._number("schools.total"), draw.by(quality, 85, 160)))
        self._put("万元", epidemic__preschool_grant=self._number("preschool.schools") * draw.between(20, 65))
        self._said(quality + 15, "safety.responsibility_letters", "safety.three_year_action_plan", "safety.school_bus_rules")
        self._put("方面", safety__aspects_inspected=draw.by(quality, 5, 11))
        self._put("起", safety__accidents=max(0, draw.by(quality, 3, -2)))

    def _money(self, quality: int) -> None:
        """Quotas in steps of ten yuan, the middling districts about the floors; they go up and down together."""
        draw = self.draw
        ahead = draw.between(-6, 6)
        self._put(
            "元/生·年",
            preschool__funding_per_pupil=draw.by(quality + ahead, 66, 94, 6) * 10,
            primary__funding_per_pupil=draw.by(quality + ahead, 72, 94, 6) * 10,
            junior__funding_per_pupil=draw.by(quality + ahead, 103, 136, 6) * 10,
        )
        self._said(quality, "funding.private_at_public_rate")
        self._put("年", funding__total_spend_falls=int(not draw.chance(80 + quality // 4)))
        self._put("年", funding__per_pupil_spend_falls=int(not draw.chance(65 + quality // 3)))

    def _building(self, quality: int) -> None:
        draw, pupils = self.draw, sum(self._number(f"{level}.pupils") for level in ("primary", "junior", "senior"))
        new, continuing = draw.by(quality, 2, 12), draw.by(quality, 3, 12)
        self._put("个", construction__new_projects=new, construction__continuing_projects=continuing)
        self._put("个", construction__completed_projects=min(new + continuing, draw.by(quality, 2, 9)))
        self._put("个", preschool__new_places=draw.by(quality, 0, 40) * 30, primary__new_places=draw.by(quality, 8, 40) * 30)
        self._put("个", junior__new_places=draw.by(quality, 5, 22) * 50)
        self._put("万元", funding__renovation=pupils * draw.by(quality, 110, 330) // 10000, funding__award_grants=draw.between(8, 40) * 100)
        self._put("所", environment__schools_relit=min(self._beyond_preschool, draw.by(quality, 10, 30)))
        self._put("个", environment__exam_sites_cooled=draw.by(quality, 5, 16))
        self._put("所", sports__schools_open=part(self._beyond_preschool, draw.by(quality, 8, 75)))
        self._said(quality, "foundation.district_established")
        self._put("个", foundation__towns_with_fund=part(self._units, draw.by(quality, 25, 95)))
        self._put("平方米", primary__teaching_rooms=self._number("primary.pupils") * draw.by(quality, 365, 520) // 100)
        self._put("平方米", junior__teaching_rooms=self._number("junior.pupils") * draw.by(quality, 480, 660) // 100)

    def _teachers(self, quality: int) -> None:
        draw = self.draw
        ratios = {"preschool": draw.by(quality, 170, 135), "primary": draw.by(quality, 196, 162)}
        ratios |= {"junior": draw.by(quality, 156, 126), "senior": draw.by(quality, 138, 112)}
        teachers = {level: up(self._number(f"{level}.pupils") * 10, ratio) for level, ratio in ratios.items()}
        total = sum(teachers.values())
        self._put("人", teachers__total=total, **{f"{level}__teachers": number for level, number in teachers.items()})
        self._said(quality, "teachers.performance_pay_reform", "teachers.pay_linkage_mechanism", "teachers.special_performance_awards")
        self._put("%", teachers__pay_ratio=draw.by(quality, 95, 108))
        self._put("人", teachers__recruited=total * draw.by(quality, 22, 78) // 1000, teachers__added_to_midwest_schools=draw.by(quality, 50, 220))
        self._said(quality, "teachers.rotation_system", "teachers.pairing_activity")
        for level in ("primary", "junior"):
            self._put("人", **{f"{level}__backbone_teachers": self._number(f"{level}.pupils") * draw.by(quality, 45, 130) // 10000})

    def _excellence(self, quality: int) -> None:
        """Excellent schools are so many of the sections that the city counts."""
        draw, number = self.draw, self._number
        bases = {
            "junior": number("junior.schools") + number("nine_year.schools") + number("complete_secondary.schools"),
            "primary": number("primary.schools") - number("primary.schools_private") + number("nine_year.schools"),
        }
        for level, base in bases.items():
            self._put("所", **{f"{level}__excellent_schools": min(base, part(base, draw.by(quality, 78, 104)))})
        senior = number("senior.schools") + number("complete_secondary.schools")
        starred = senior if draw.chance(50 + quality // 2) else senior - 1
        four = draw.between(0, starred)
        self._put("所", senior__three_star_schools=starred - four, senior__four_star_schools=four)
        self._put("所", preschool__excellent_schools=part(number("preschool.schools"), draw.by(quality, 38, 72)))
        self._put("个", community__provincial_centres=min(self._units, part(self._units, draw.by(quality, 72, 112))))

    def _inclusion(self, quality: int) -> None:
        draw, private = self.draw, self._number("preschool.schools_private")
        self._said(quality, "admission.public_private_together", "admission.platform_supervised", "preschool.inclusive_rules")
        self._put("所", preschool__inclusive_private_schools=part(private, draw.by(quality, 20, 85)))
        self._said(quality, "special.joint_meeting", "special.guidance_centre", "preschool.shared_funding")
        self._put("名", special__resource_teachers=draw.by(quality, 10, 45))
        self._put("个", special__provincial_projects=draw.by(quality, 0, 3, 30))
        self._put("元/生·年", preschool__budget_per_child=draw.by(quality, 44, 86) * 100)

    def _substance(self, quality: int) -> None:
        draw = self.draw
        self._put("%", preschool__group_coverage=min(100, draw.by(quality, 50, 115)))
        self._put("个", reform__city_experiment_projects=draw.by(quality, 1, 7), reform__city_character_projects=draw.by(quality, 1, 7))
        self._put("项", reform__provincial_projects=draw.by(quality, 0, 4, 30))
        self._put("所", creation__new_excellent_schools=draw.by(quality, 0, 6), creation__city_excellent_kindergartens=draw.by(quality, 0, 4))
        topics = draw.by(quality, 1, 18)
        self._put("项", research__provincial_topics=topics, research__provincial_key_topics=min(topics, draw.by(quality, 0, 4, 30)))
        self._said(quality, "labour.plan", "labour.promotion_meeting")
        schools = self._beyond_preschool
        self._put("个", labour__new_bases=draw.by(quality, 2, 12))
        self._put("所", labour__city_model_schools=min(schools, draw.by(quality, 2, 9)))
        self._said(quality, "sports.consolidation_action", "arts.improvement", "arts.heritage_activity")
        self._put("所", arts__feature_schools=draw.by(quality, 1, 8))

    def _growth(self, quality: int) -> None:
        draw, schools = self.draw, self._beyond_preschool
        self._said(quality, "audit.full_coverage", "initiative.module_in_use", "growth.special_fund")
        self._put("所", initiative__model_schools=min(schools, draw.by(quality, 0, 6)))
        self._put("个", growth__camps=draw.by(quality, 12, 32))
        self._put("人", growth__city_heads=min(schools, draw.by(quality, 3, 14)), growth__city_class_teachers=draw.by(quality, 8, 26))
        self._put("人", growth__city_reserve_teachers=draw.by(quality, 1, 8))
        self._said(
            quality, "health.moral_projects", "health.mental_centres", "health.crisis_monitoring", "health.fitness_monitoring", "health.sight_records"
        )
        pupils = sum(self._number(f"{level}.pupils") for level in ("primary", "junior", "senior"))
        self._put("人", health__pupils_screened=min(pupils, pupils * draw.by(quality, 74, 101) // 100))

    def _integrity(self) -> None:
        """Nothing that lowers a grade; where a district has such a thing, the plan says so."""
        names = ("integrity.salary_arrears", "integrity.funds_misused", "safety.people_in_grade_d_buildings", "integrity.data_falsified")
        self.facts |= dict.fromkeys(names, False)
        self._put("起", safety__major_accidents_two_years=0)
