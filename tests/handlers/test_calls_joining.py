"""Joining and leaving: every form counts once, several make one line, a freed seat needs a yes."""

from __future__ import annotations

from collections.abc import Callable

from storage import directory
from storage.tables import Person
from tests.handlers.calls import ROOM, SATURDAY, WEEDS, call, coming, jielong, joins, put_up, speaks, tells
from tests.world import World

THREE = SATURDAY + "，需要3个人"


def test_the_summer_call_as_it_happened(world: World) -> None:
    put_up(world, WEEDS)
    joins(world, "小李", "陈阿姨")
    joins(world, "张姐", words="+1")
    joins(world, "李大哥", words="我来，带1个孩子")
    joins(world, "赵婶", words="算我一个")
    speaks(world, "吴老师", jielong("小李", "张姐", "李大哥 带1个孩子", "陈阿姨", "吴老师"), room=ROOM)
    joins(world, "小李")
    world.advance(minutes=10)
    world.expect(ROOM, "已有3位", why="roster")
    assert sum(coming(world, 1).values()) == 7
    world.forget()
    tells(world, "苏玲", "收工")
    world.expect("苏玲", "到了几位", "照片", why="ask")
    tells(world, "苏玲", "12人 500平米")
    world.expect("苏玲", "#1")
    thanks = world.expect(ROOM, "谢谢12位邻居", "篮球坪清出500平米", why="result")
    assert len(thanks.text) <= 60


def test_three_unreported_joins_make_one_line_at_once(world: World) -> None:
    put_up(world)
    joins(world, "小李", "张姐")
    world.expect_nothing()
    joins(world, "老马")
    world.expect(ROOM, "#1 扯杂草 已有3位", "小李", "张姐", "老马", why="roster")


def test_one_join_is_reported_after_five_minutes(world: World) -> None:
    put_up(world)
    joins(world, "小李")
    world.advance(minutes=4)
    world.expect_nothing()
    world.advance(minutes=1)
    world.expect(ROOM, "已有1位", why="roster")


def test_joins_of_the_night_are_reported_in_the_morning(make_world: Callable[..., World]) -> None:
    world = make_world("07-16 20:00")
    put_up(world)
    world.until("07-16 23:00")
    joins(world, "小李", "张姐", "老马")
    world.until("07-17 07:29")
    world.expect_nothing()
    world.until("07-17 07:30")
    world.expect(ROOM, "已有3位", why="roster")


def test_the_same_person_counts_once_and_companions_are_counted(world: World) -> None:
    put_up(world)
    joins(world, "小李", "小李")
    joins(world, "小李", words="我来，带1个孩子")
    joins(world, "张姐", words="我们家两个")
    assert coming(world, 1) == {"小李": 2, "张姐": 2}
    world.advance(minutes=5)
    world.expect(ROOM, "已有4位(2户)", why="roster")


def test_the_leader_is_never_counted(world: World) -> None:
    put_up(world)
    joins(world, "苏玲")
    speaks(world, "小李", jielong("苏玲", "小李"))
    assert coming(world, 1) == {"小李": 1}
    world.advance(minutes=5)
    world.expect(ROOM, "已有1位")


def test_forked_lists_are_merged(world: World) -> None:
    put_up(world)
    speaks(world, "小李", jielong("苏玲", "小李"))
    speaks(world, "张姐", jielong("苏玲", "小李", "张姐"))
    speaks(world, "老马", jielong("苏玲", "小李", "老马 带2个孩子"))
    assert coming(world, 1) == {"小李": 1, "张姐": 1, "老马": 3}
    world.expect(ROOM, "已有5位")


def test_a_line_that_a_careless_copy_lost_is_kept_and_the_leader_hears_it_once(world: World) -> None:
    put_up(world)
    speaks(world, "张姐", jielong("小李", "张姐"))
    speaks(world, "老马", jielong("张姐", "老马"))
    world.expect("苏玲", "少了小李", why="status")
    speaks(world, "李大哥", jielong("张姐", "老马", "李大哥"))
    assert set(coming(world, 1)) == {"小李", "张姐", "老马", "李大哥"}
    world.advance(minutes=5)
    world.forget()
    assert len(world.told("苏玲", "少了小李")) == 1


def test_whoever_takes_their_own_line_out_of_the_list_has_left(world: World) -> None:
    put_up(world)
    speaks(world, "小李", jielong("小李"))
    speaks(world, "张姐", jielong("小李", "张姐"))
    speaks(world, "小李", jielong("张姐"))
    assert set(coming(world, 1)) == {"张姐"}
    world.forget()


def test_a_list_goes_to_the_call_its_heading_names(world: World) -> None:
    put_up(world)
    put_up(world, "周日下午3点一起包饺子")
    speaks(world, "小李", jielong("小李", "张姐", title="周六扯杂草"))
    assert set(coming(world, 1)) == {"小李", "张姐"}
    assert coming(world, 2) == {}
    world.forget()


def test_a_group_purchase_is_no_sign_up(world: World) -> None:
    put_up(world)
    speaks(world, "小李", "#接龙\n团购鸡蛋\n1. 小李 2箱\n2. 张姐 1箱")
    world.expect("小李", "不像报名", why="refuse")
    assert coming(world, 1) == {}


def test_who_comes_after_the_last_seat_waits_and_hears_in_which_place(world: World) -> None:
    put_up(world, THREE)
    joins(world, "小李", "张姐", "老马")
    world.expect(ROOM, "已有3位", "满了")
    joins(world, "李大哥")
    world.expect("李大哥", "满3位了", "候补第1", why="status")


def test_a_freed_seat_is_offered_in_turn_for_two_hours_and_needs_a_yes(world: World) -> None:
    put_up(world, THREE)
    joins(world, "小李", "张姐", "老马", "李大哥", "李婶")
    world.forget()
    tells(world, "小李", "不去了")
    world.expect("小李", "已去掉", why="status")
    world.expect("李大哥", "空出1位", "我来", why="offer")
    assert "李大哥" not in coming(world, 1)
    world.advance(hours=2)
    world.expect("李婶", "空出1位", why="offer")
    tells(world, "李婶", "好的")
    world.expect("李婶", "位子留给您了", why="status")
    assert set(coming(world, 1)) == {"张姐", "老马", "李婶"}


def test_on_the_day_a_seat_is_offered_for_half_an_hour(make_world: Callable[..., World]) -> None:
    world = make_world("07-16 08:00")
    put_up(world, "今天下午4点到篮球坪扯杂草，需要1个人")
    joins(world, "小李", "张姐", "老马")
    world.forget()
    tells(world, "小李", "不去了")
    world.expect("小李", "已去掉")
    world.expect("苏玲", "小李来不了")
    world.expect("张姐", "08:30", why="offer")
    world.advance(minutes=30)
    world.expect("老马", "09:00", why="offer")


def test_a_seat_freed_at_night_is_offered_in_the_morning(make_world: Callable[..., World]) -> None:
    world = make_world("07-16 10:00")
    put_up(world, "周六下午4点到篮球坪扯杂草，需要1个人")
    joins(world, "小李", "张姐")
    world.until("07-17 22:30")
    world.forget()
    tells(world, "小李", "不去了")
    world.expect("小李", "已去掉")
    world.until("07-18 07:29")
    world.expect_nothing()
    world.until("07-18 07:31")
    world.expect("苏玲", "小李来不了")
    world.expect("张姐", "今天16点", "今天08:00前", why="offer")


def test_a_seat_freed_too_late_in_the_night_is_offered_to_nobody(make_world: Callable[..., World]) -> None:
    world = make_world("07-16 10:00")
    put_up(world, "周六早上7点到篮球坪扯杂草，需要1个人")
    joins(world, "小李", "张姐")
    world.until("07-17 22:30")
    world.forget()
    tells(world, "小李", "不去了")
    world.expect("小李", "已去掉")
    world.until("07-18 08:00")
    world.expect_nothing()


def test_leaving_early_does_not_bother_the_leader_leaving_late_does(world: World) -> None:
    put_up(world)
    joins(world, "小李", "张姐")
    tells(world, "小李", "不去了")
    world.expect("小李", "已去掉")
    world.until("07-18 07:40")
    world.forget()
    speaks(world, "张姐", "有事去不了了")
    world.expect("张姐", "已去掉", "替")
    world.expect("苏玲", "张姐来不了了", "0位", why="status")


def test_leaving_what_one_never_joined_is_answered_in_one_sentence(world: World) -> None:
    put_up(world)
    tells(world, "小李", "不去了")
    world.expect("小李", "没有报过名", why="refuse")


def test_somebody_elses_not_coming_is_their_own_to_say(world: World) -> None:
    put_up(world)
    joins(world, "小李")
    speaks(world, "张姐", "小李不去了")
    assert set(coming(world, 1)) == {"小李"}
    world.advance(minutes=5)
    world.expect(ROOM, "已有1位")


def test_two_people_of_one_name_are_asked_apart(world: World) -> None:
    with world.store.write() as session:
        person = next(one for one in directory.load(session).people.values() if one.name == "张姐")
        session.add(Person(community_id=1, name="张姐", unit_id=person.unit_id, position=99))
    world.crash()
    put_up(world)
    speaks(world, "小李", jielong("张姐", "小李"))
    world.expect("小李", "两位张姐", why="refuse")
    assert coming(world, 1) == {}


def test_a_bare_come_goes_to_the_call_then_to_an_offer_then_to_a_report(world: World) -> None:
    speaks(world, "张姐", "3栋1单元楼道灯不亮了")
    world.expect(ROOM, "#1", why="ack")
    world.expect("李大哥", "#1", why="offer")
    joins(world, "老马", words="+1")
    world.expect(ROOM, "也记上了 #1")
    speaks(world, "李大哥", "我来")
    world.expect(ROOM, "#1 李大哥接了")
    world.expect("李大哥", "归您了")
    put_up(world, WEEDS)
    joins(world, "小李", words="+1")
    assert set(coming(world, 2)) == {"小李"}
    assert call(world, 2).unreported == 1
    world.forget()


def test_one_seat_is_not_kept_from_a_neighbour_by_a_family_that_does_not_fit(world: World) -> None:
    put_up(world, THREE)
    joins(world, "小李", "张姐")
    joins(world, "老马", words="我们家两个")
    world.expect("老马", "只剩1位", "候补第1")
    joins(world, "李大哥")
    assert set(coming(world, 1)) == {"小李", "张姐", "李大哥"}
    world.expect(ROOM, "已有3位", "满了")


def test_a_list_that_a_leader_begins_calls_neighbours(world: World) -> None:
    speaks(world, "苏玲", jielong("苏玲", title="周六上午9点篮球坪扯杂草"), room=ROOM)
    world.expect(ROOM, "#1 苏玲招呼: 周六9点", why="call")
    speaks(world, "小李", jielong("苏玲", "小李", title="周六上午9点篮球坪扯杂草"), room=ROOM)
    assert set(coming(world, 1)) == {"小李"}
    world.forget()


def test_a_list_that_counts_something_else_is_no_sign_up_and_said_so_once(world: World) -> None:
    put_up(world)
    speaks(world, "张姐", jielong("张姐 鲁A12345", title="车牌登记"), room=ROOM)
    world.expect("张姐", "没有记进去", why="refuse")
    speaks(world, "老马", jielong("张姐 鲁A12345", "老马 鲁A54321", title="车牌登记"), room=ROOM)
    assert coming(world, 1) == {}


def test_who_left_is_not_brought_back_by_a_copied_list(world: World) -> None:
    put_up(world)
    speaks(world, "小李", jielong("小李", "张姐"), room=ROOM)
    tells(world, "小李", "不去了")
    world.expect("小李", "已去掉")
    speaks(world, "老马", jielong("小李", "张姐", "老马"), room=ROOM)
    assert set(coming(world, 1)) == {"张姐", "老马"}
    speaks(world, "小李", jielong("张姐", "老马", "小李"), room=ROOM)
    assert set(coming(world, 1)) == {"张姐", "老马", "小李"}
    world.forget()


def test_a_bare_come_means_the_newest_of_a_call_and_a_fresh_report(world: World) -> None:
    put_up(world)
    world.advance(hours=1)
    speaks(world, "张姐", "3栋1单元楼道灯不亮了")
    world.forget()
    joins(world, "老马", words="+1")
    world.expect(ROOM, "也记上了 #2")
    joins(world, "小李", words="我来，带1个孩子")
    assert set(coming(world, 1)) == {"小李"}
    world.advance(minutes=11)
    world.forget()
    joins(world, "陈阿姨")
    assert set(coming(world, 1)) == {"小李", "陈阿姨"}


def test_a_party_may_become_smaller(world: World) -> None:
    put_up(world)
    joins(world, "小李", words="我们家三个都去")
    speaks(world, "小李", "孩子不去了，我们家两个")
    assert coming(world, 1) == {"小李": 2}
    joins(world, "张姐", words="我带两个孩子来")
    speaks(world, "张姐", "少一个，我们家就两个")
    assert coming(world, 1) == {"小李": 2, "张姐": 2}
    world.forget()


def test_that_a_neighbour_cannot_come_is_chatter_that_somebody_takes_back_a_yes_is_answered(world: World) -> None:
    put_up(world)
    speaks(world, "小李", "我去不了，祝你们顺利")
    world.expect_nothing()
    speaks(world, "张姐", "我不去了")
    world.expect("张姐", "没有报过名", why="refuse")


def test_a_freed_seat_is_taken_in_any_words_that_say_yes(world: World) -> None:
    put_up(world, SATURDAY + "，需要1个人")
    joins(world, "小李", "张姐")
    tells(world, "小李", "不去了")
    world.forget()
    tells(world, "张姐", "能来")
    world.expect("张姐", "位子留给您了", why="status")


def test_money_is_no_plus_one(world: World) -> None:
    put_up(world)
    speaks(world, "老马", "+1块钱的事", room=ROOM)
    assert coming(world, 1) == {}


def test_on_my_way_is_a_yes(world: World) -> None:
    put_up(world, WEEDS)
    joins(world, "小李", words="来了来了")
    joins(world, "张姐", words="马上下来")
    joins(world, "老马", words="算我和老伴")
    assert coming(world, 1) == {"小李": 1, "张姐": 1, "老马": 2}
    world.forget()
