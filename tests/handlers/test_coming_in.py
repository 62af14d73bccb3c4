"""报到: a code makes an account somebody's; friends, rooms and a change of ids."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

import pytest

from handlers import happenings, rebinding
from handlers.checking_in import TRIES
from handlers.rebinding import MemberSeen, RoomSeen
from storage.tables import Status
from tests.handlers.wechat import WeChatWorld, wechat


@pytest.fixture
def street() -> Iterator[WeChatWorld]:
    world = wechat()
    yield world
    world.close()
    world.expect_nothing()


# --- the code ------------------------------------------------------------------------------------------------------


def test_a_code_said_in_private_makes_the_account_the_persons(street: WeChatWorld) -> None:
    street.checks_in("wx_wang", "王师傅")
    assert street.who_is("wx_wang") == "王师傅"


def test_small_letters_spaces_and_missing_dashes_are_the_same_code(street: WeChatWorld) -> None:
    street.whispers("wx_wang", f"报到：{street.code_for('王师傅').replace('-', '').lower()}")
    street.expect("wx_wang", "王师傅", "报到好了")


def test_after_checking_in_a_worker_is_assigned_and_reminded_on_his_account(street: WeChatWorld) -> None:
    street.checks_in("wx_wang", "王师傅")
    street.checks_in("wx_sun", "孙师傅")
    street.whispers("wx_sun", "2栋1单元楼道灯坏了")
    street.expect("wx_sun", "#1", why="ack")
    street.expect("wx_wang", "#1", why="assign")
    street.whispers("wx_wang", "接 1")
    street.expect("wx_wang", "#1")
    street.expect("wx_sun", "#1")
    assert street.assignee(1) == "王师傅"


def test_what_somebody_said_before_checking_in_is_answered_then(street: WeChatWorld) -> None:
    street.checks_in("wx_wang", "王师傅")
    street.whispers("wx_sun", "2栋1单元楼道灯坏了")
    street.expect("wx_sun", "几栋几单元", why="ask")
    street.whispers("wx_sun", f"报到 {street.code_for('孙师傅')}")
    street.expect("wx_sun", "孙师傅", "报到好了")
    street.expect("wx_sun", "#1", why="ack")
    street.expect("wx_wang", "#1", why="assign")


def test_what_a_newcomer_reported_in_the_group_is_theirs_after_checking_in(street: WeChatWorld) -> None:
    street.checks_in("wx_wang", "王师傅")
    street.checks_in("wx_boss", "管理员")
    street.says("wx_boss", "绑定 2栋", room="room2")
    street.expect("room2", "大家好")
    street.expect("wx_boss", "2栋")
    street.says("wx_sun", "2栋1单元楼道灯坏了", room="room2")
    street.expect("room2", "#1", why="ack")
    street.expect("wx_wang", "#1", why="assign")
    street.checks_in("wx_sun", "孙师傅")
    street.whispers("wx_sun", "不用了")
    street.expect("wx_sun", "#1", "已撤")
    street.expect("room2", "#1 已撤")
    assert street.request(1).status is Status.WITHDRAWN


@pytest.mark.parametrize("wrong", ["报到 ABCD-2345-WXYZ", "报到 123456"])
def test_a_wrong_code_is_answered_with_one_sentence(street: WeChatWorld, wrong: str) -> None:
    street.whispers("wx_wang", wrong)
    street.expect("wx_wang", "这个码不对")
    assert street.who_is("wx_wang") == "wx_wang"


def test_a_used_code_is_no_code(street: WeChatWorld) -> None:
    code = street.code_for("王师傅")
    street.whispers("wx_wang", f"报到 {code}")
    street.expect("wx_wang", "报到好了")
    street.whispers("wx_evil", f"报到 {code}")
    street.expect("wx_evil", "这个码不对, 或者用过了、过期了")


def test_a_code_older_than_a_week_is_no_code(street: WeChatWorld) -> None:
    code = street.code_for("王师傅")
    street.advance(days=7, minutes=1)
    street.whispers("wx_wang", f"报到 {code}")
    street.expect("wx_wang", "过期了")


def test_after_five_wrong_codes_not_even_the_right_one_is_taken_for_a_quarter_of_an_hour(street: WeChatWorld) -> None:
    for number in range(TRIES):
        street.whispers("wx_wang", f"报到 WRNG-{number}222")
        street.expect("wx_wang", "这个码不对")
    right = street.code_for("王师傅")
    street.whispers("wx_wang", f"报到 {right}")
    street.expect("wx_wang", "15分钟")
    street.advance(minutes=16)
    street.whispers("wx_wang", f"报到 {right}")
    street.expect("wx_wang", "报到好了")


def test_a_code_for_somebody_who_is_here_already_moves_nothing(street: WeChatWorld) -> None:
    street.checks_in("wx_wang", "王师傅")
    street.whispers("wx_evil", f"报到 {street.code_for('王师傅')}")
    street.expect("wx_evil", "已经报到过了")
    assert street.who_is("wx_wang") == "王师傅"
    assert street.who_is("wx_evil") == "wx_evil"


def test_a_code_given_again_takes_the_place_of_the_old_account(street: WeChatWorld) -> None:
    street.checks_in("wx_wang", "王师傅")
    street.whispers("wx_wang_new", f"报到 {street.code_for('王师傅', again=True)}")
    street.expect("wx_wang_new", "报到好了")
    assert (street.who_is("wx_wang"), street.who_is("wx_wang_new")) == (None, "王师傅")


def test_an_account_that_is_somebodys_cannot_become_somebody_elses(street: WeChatWorld) -> None:
    street.checks_in("wx_li", "小李")
    street.whispers("wx_li", f"报到 {street.code_for('苏玲')}")
    street.expect("wx_li", "已经是小李的了")
    assert street.who_is("wx_li") == "小李"


def test_the_code_alone_is_asked_for_with_an_example(street: WeChatWorld) -> None:
    street.whispers("wx_li", "报到")
    street.expect("wx_li", "例如: 报到")


def test_a_code_said_in_a_group_is_used_up_and_makes_nobody_anybody(street: WeChatWorld) -> None:
    street.checks_in("wx_boss", "管理员")
    street.says("wx_boss", "绑定 3栋", room="room3")
    street.forget()
    code = street.code_for("苏玲")
    street.says("wx_su", f"@小楼 报到 {code}", room="room3")
    street.expect("room3", "私下")
    street.whispers("wx_evil", f"报到 {code}")
    street.expect("wx_evil", "用过了")
    assert street.who_is("wx_su") == "wx_su"


# --- friends -------------------------------------------------------------------------------------------------------


def test_a_friend_request_with_a_code_is_accepted_and_greeted_once_it_is_done(street: WeChatWorld) -> None:
    code = street.code_for("王师傅")
    assert street.happens(lambda office: happenings.asks_friendship(office, "wx_wang", f"我是老王，报到 {code}"))
    street.happens(lambda office: happenings.became_friend(office, "wx_wang"))
    street.expect("wx_wang", "王师傅", "报到好了")


@pytest.mark.parametrize("hello", ["我是王师傅", "报到 ABCD-2345-WXYZ", "", "我是群聊“3栋邻居群”的管理员"])
def test_a_friend_request_without_a_valid_code_is_left_alone(street: WeChatWorld, hello: str) -> None:
    assert not street.happens(lambda office: happenings.asks_friendship(office, "wx_evil", hello))
    assert street.who_is("wx_evil") is None


def test_who_checked_in_before_may_become_a_friend_again(street: WeChatWorld) -> None:
    street.checks_in("wx_wang", "王师傅")
    assert street.happens(lambda office: happenings.asks_friendship(office, "wx_wang", "我换手机了"))


# --- rooms ---------------------------------------------------------------------------------------------------------


def test_an_invitation_is_accepted_only_from_somebody_with_a_post_or_named_in_the_settings() -> None:
    world = wechat(inviters=("wx_friend",))
    world.checks_in("wx_su", "苏玲")
    world.checks_in("wx_li", "小李")
    answers = {who: world.happens(partial(happenings.invited, by=who)) for who in WHO_INVITES}
    assert answers == WHO_INVITES
    world.close()


WHO_INVITES = {"wx_su": True, "wx_friend": True, "wx_li": False, "wx_evil": False}


def bound(world: WeChatWorld) -> None:
    """3栋's group, with 苏玲 and 小李 in it."""
    world.checks_in("wx_boss", "管理员")
    world.happens(
        lambda office: happenings.joined(office, "room3", "3栋邻居群", people=["wx_bot"], by="wx_boss", bot=True)
    )
    world.says("wx_boss", "绑定 3栋", room="room3")
    world.checks_in("wx_su", "苏玲")
    world.checks_in("wx_li", "小李")
    world.checks_in("wx_wang", "王师傅")
    world.forget()


def speaks(world: WeChatWorld, account: str, alias: str, room: str = "room3") -> None:
    """Somebody says something in the group that the bot has to look at."""
    world.hears(account, "@小楼 帮助", room=room, nickname=alias)
    world.forget()


def test_a_new_topic_is_a_new_name_and_nothing_else(street: WeChatWorld) -> None:
    bound(street)
    street.happens(lambda office: happenings.renamed(office, "room3", "楼长-苏玲的5栋群"))
    street.says("wx_li", "2单元楼道灯坏了", room="room3")
    assert street.request(1).unit_id == street.unit("3栋")
    street.forget()


def test_out_of_the_room_the_bot_says_nothing_there_until_it_is_back(street: WeChatWorld) -> None:
    bound(street)
    street.happens(lambda office: happenings.left(office, "room3", bot=True))
    street.says("wx_li", "2单元楼道灯坏了", room="room3")
    street.expect_nothing()
    street.happens(
        lambda office: happenings.joined(office, "room3", "3栋邻居群", people=["wx_bot"], by="wx_su", bot=True)
    )
    street.says("wx_li", "2单元楼道灯坏了", room="room3")
    street.expect("room3", "#1", why="ack")
    street.forget()


def test_after_a_login_groups_nobody_bound_wait_under_their_names_and_one_it_came_back_to_is_open(
    street: WeChatWorld,
) -> None:
    bound(street)
    street.happens(lambda office: happenings.left(office, "room3", bot=True))
    street.happens(lambda office: happenings.is_in(office, {"room3": "3栋邻居群", "room2": "二栋老邻居"}))
    street.says("wx_li", "2单元楼道灯坏了", room="room3")
    street.expect("room3", "#1", why="ack")
    street.forget()
    street.whispers("wx_boss", "绑定 2栋 二栋老邻居")
    street.expect("wx_boss", "二栋老邻居", "2栋")
    street.expect("room2", "大家好")


def test_who_leaves_a_room_stays_who_they_are(street: WeChatWorld) -> None:
    bound(street)
    street.happens(lambda office: happenings.left(office, "room3", bot=False))
    assert street.who_is("wx_su") == "苏玲"


# --- 换号不换人 ------------------------------------------------------------------------------------------------------

ALIASES = {"li": "3-2-502 小李", "su": "3-1-101 苏玲", "wang": "王师傅(水电)", "boss": "管理员"}


def seen(*members: tuple[str, str], chat: str = "room3-new", topic: str = "3栋邻居群") -> RoomSeen:
    return RoomSeen(chat, topic, tuple(MemberSeen(account, alias) for account, alias in members))


def all_new() -> RoomSeen:
    """Everybody under a new id, and the room too."""
    return seen(*((f"new_{who}", alias) for who, alias in ALIASES.items()))


def known_faces(world: WeChatWorld) -> None:
    bound(world)
    for who, alias in ALIASES.items():
        speaks(world, f"wx_{who}", alias)


def test_after_a_login_with_new_ids_the_room_and_its_residents_are_found_again(street: WeChatWorld) -> None:
    known_faces(street)
    street.happens(lambda office: rebinding.find_again(office, [all_new()]))
    assert street.who_is("new_li") == "小李"
    street.says("new_li", "2单元楼道灯坏了", room="room3-new")
    street.expect("room3-new", "#1", why="ack")
    street.forget()


def test_whoever_holds_a_post_is_asked_about_once_and_moved_only_with_a_yes(street: WeChatWorld) -> None:
    known_faces(street)
    still_there = seen(("new_su", ALIASES["su"]), ("wx_boss", ALIASES["boss"]), ("wx_li", ALIASES["li"]), chat="room3")
    street.happens(lambda office: rebinding.find_again(office, [still_there]))
    street.expect("wx_boss", "苏玲", "是 / 不是", why="ask")
    assert street.who_is("new_su") is None
    street.whispers("wx_boss", "是")
    street.expect("wx_boss", "还是苏玲")
    assert street.who_is("new_su") == "苏玲"


def test_with_a_no_nobody_is_moved(street: WeChatWorld) -> None:
    known_faces(street)
    evil = seen(("wx_evil", ALIASES["su"]), ("wx_boss", ALIASES["boss"]), ("wx_li", ALIASES["li"]), chat="room3")
    street.happens(lambda office: rebinding.find_again(office, [evil]))
    street.expect("wx_boss", "苏玲")
    street.whispers("wx_boss", "不是")
    street.expect("wx_boss", "不是苏玲")
    assert (street.who_is("wx_evil"), street.who_is("wx_su")) == (None, "苏玲")


def test_two_who_call_themselves_the_same_are_nobody(street: WeChatWorld) -> None:
    known_faces(street)
    two = seen(("new_li", ALIASES["li"]), ("wx_evil", ALIASES["li"]), ("wx_boss", "管理员"), chat="room3")
    street.happens(lambda office: rebinding.find_again(office, [two]))
    assert (street.who_is("new_li"), street.who_is("wx_evil"), street.who_is("wx_li")) == (None, None, "小李")
    street.forget()


def test_whoever_is_still_there_is_not_found_again_as_somebody_else(street: WeChatWorld) -> None:
    known_faces(street)
    both = seen(("wx_li", ALIASES["li"]), ("wx_boss", "管理员"), ("wx_evil", "3-2-502小李"), chat="room3")
    street.happens(lambda office: rebinding.find_again(office, [both]))
    assert (street.who_is("wx_li"), street.who_is("wx_evil")) == ("小李", None)
    street.forget()


def test_a_group_of_the_same_name_with_other_faces_stays_unbound(street: WeChatWorld) -> None:
    known_faces(street)
    other = seen(("a", "张三"), ("b", "李四"), ("c", "3-1-101 苏玲"), chat="evil")
    street.happens(lambda office: rebinding.find_again(office, [other]))
    street.says("a", "2单元楼道灯坏了", room="evil")
    street.forget()
    with pytest.raises(AssertionError, match="no request"):
        street.request(1)
