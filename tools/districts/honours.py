"""The honours of a drawn district, as rows of the table `award`, and what the city has given."""

from __future__ import annotations

from typing import Any

from .drawing import Drawing

HONOURS = (
    ("sports", "全国青少年校园足球特色学校", "国家级", "学校"),
    ("science", "全国科学教育先进学校", "国家级", "学校"),
    ("reading", "省书香校园", "省级", "学校"),
    ("green", "省绿色学校", "省级", "学校"),
    ("prize", "省教学成果奖", "省级", "成果"),
    ("person", "省教科研先进个人", "省级", "个人"),
    ("harmony", "市和谐校园", "市级", "学校"),
    ("course", "市优秀校本课程", "市级", "成果"),
)


def honours(draw: Drawing, quality: int) -> list[dict[str, Any]]:
    """The rows: the better the district, the more honours; one of a person, and one that a point has counted already, add nothing."""
    rows: list[dict[str, Any]] = []
    for id, name, level, holder in HONOURS:
        most = {"国家级": 2, "省级": 3, "市级": 4}[level]
        count = draw.by(quality, 0, most, 40)
        if count:
            counted = draw.chance(8)
            rows.append({"id": id, "name": name, "level": level, "holder": holder, "count": f"{count} 项", "read_by_base": counted})
    return rows


def of_the_city(draw: Drawing, quality: int) -> dict[str, Any]:
    """What the city supplies."""
    assigned = draw.between(8, 16)
    return {
        "city.key_tasks_completed": f"{assigned - max(0, draw.by(quality, 3, -2))} 项",
        "city.key_tasks_assigned": f"{assigned} 项",
        "city.online_reports_missed": f"{max(0, draw.by(quality, 12, -4))} 次",
        "city.quality_monitoring_score": f"{draw.by(quality, 58, 96)} 分",
        "city.satisfaction_rate": f"{draw.by(quality, 78, 96)}%",
    }
