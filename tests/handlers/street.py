"""A street with two communities: each has its 1栋 and 3栋, its 刘芳, its 王师傅 and its own numbers from 1."""

from __future__ import annotations

from typing import Any

from sqlmodel import col, select

from handlers.settings import DirectoryEntry
from storage.tables import Community, Enquiry, Notice, ServiceRequest, Visit, VolunteerCall
from tests.world import World


def post(role: str, unit: str, **more: Any) -> dict[str, Any]:
    """A post as the configuration writes it."""
    return {"role": role, "unit": unit, **more}


BUILDINGS = {"a1": "1栋", "a3": "3栋", "b1": "1栋", "b3": "3栋", "b5": "5栋"}
STREET: dict[str, list[dict[str, Any]]] = {
    "units": [
        {"id": "jd", "kind": "街道", "name": "运河街道"},
        {"id": "a", "kind": "社区", "name": "甲社区", "parent": "jd"},
        {"id": "b", "kind": "社区", "name": "乙社区", "parent": "jd"},
        *({"id": key, "kind": "楼栋", "name": name, "parent": key[0]} for key, name in BUILDINGS.items()),
    ],
    "rooms": [
        {"name": "街道群", "unit": "jd"},
        {"name": "甲群", "unit": "a"},
        {"name": "乙群", "unit": "b"},
        *({"name": f"{'甲' if key[0] == 'a' else '乙'}{key[1]}群", "unit": key} for key in BUILDINGS),
    ],
    "people": [
        {"name": "刘芳", "account": "甲刘芳", "posts": [post("head", "a3")], "household": "3-1-101"},
        {"name": "刘芳", "account": "乙刘芳", "posts": [post("head", "b3")], "household": "3-1-101"},
        {"name": "王师傅", "account": "甲王", "posts": [post("worker", "a")]},
        {"name": "王师傅", "account": "乙王", "posts": [post("worker", "b")]},
        {"name": "梯师傅", "posts": [post("worker", "a", **{"for": ["lift"]}), post("worker", "b", **{"for": ["lift"]})]},
        {"name": "老吴", "posts": [post("head", "b1")], "household": "3-1-202", "unit": "a"},
        {"name": "甲主任", "posts": [post("community", "a")]},
        {"name": "乙主任", "posts": [post("community", "b")]},
        {"name": "甲管", "posts": [post("admin", "a")]},
        {"name": "乙管", "posts": [post("admin", "b")]},
        {"name": "街道办", "posts": [post("grid", "jd")]},
        {"name": "李梅", "account": "甲李梅", "household": "3-1-102", "unit": "a"},
        {"name": "李梅", "account": "乙李梅", "household": "3-1-102", "unit": "b"},
        {"name": "小周", "household": "3-1-102"},
        {"name": "甲孙", "household": "3-2-201", "unit": "a"},
        {"name": "乙孙", "household": "3-2-201", "unit": "b"},
    ],
}  # fmt: skip

LAMP = "楼道灯坏了"
STUCK = "电梯关不上门"


def directory(**changes: Any) -> DirectoryEntry:
    """The street's directory, or one that differs from it."""
    return DirectoryEntry.model_validate({**STREET, **changes})


def lamp(world: World, room: str, worker: str, who: str = "路人") -> None:
    """A lamp in the group of a building: acked with its community's next number, its worker asked."""
    world.says(who, f"2单元{LAMP}", room=room)
    world.expect(room, "#", why="ack")
    world.expect(worker, "#", why="assign")


def both_lifts(world: World) -> None:
    """Each community has its #1, and both are the same worker's."""
    for room, name in (("甲3群", "甲社区"), ("乙3群", "乙社区")):
        world.says("路人", f"2单元{STUCK}", room=room)
        world.advance(minutes=1)
        world.expect(room, "#1 3栋2单元", why="ack")
        world.expect("梯师傅", f"{name}#1 3栋2单元", why="assign")


def an_hour_in(street: World, side: str) -> None:
    """Two matters, a call, a notice, a question, a ladder: everything whose number or name may be taken for another's."""
    street.says(f"{side}孙", f"2单元{LAMP}", room=f"{side}3群")
    street.says(f"{side}孙", "1单元门口垃圾没人清", room=f"{side}3群")
    street.says(f"{side}刘芳", "请有时间的邻居周六上午9点到花坛来一起拔草", room=f"{side}3群")
    street.says(f"{side}李梅", "我来", room=f"{side}3群")
    street.whispers(f"{side}主任", "通知 1栋 明天9点停水")
    street.whispers(f"{side}孙", "活动室几点开门？")
    street.whispers(f"{side}孙", "我有 梯子")
    street.whispers(f"{side}王", "接 1")
    street.forget()


def rows_of(street: World, community: str) -> list[str]:
    """Everything of a community, as it stands on disk."""
    tables = (ServiceRequest, VolunteerCall, Notice, Enquiry, Visit)
    with street.store.read() as session:
        its = session.exec(select(Community.id).where(Community.name == community)).one()
        rows = [row for table in tables for row in session.exec(select(table).where(col(table.community_id) == its))]
        return [str(row.model_dump()) for row in rows]
