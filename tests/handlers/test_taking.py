"""接, 退, 转, 派, 出发: who may, what is said to whom, what is due afterwards."""

from __future__ import annotations

import pytest

from handlers.messages import MessageType
from storage.tables import Level, Status
from tests.handlers.steps import LAMP, LEAK, RUBBISH, quietly, reported, taken
from tests.world import World


@pytest.mark.parametrize("words", ["接 1", "1接", "接", "1接了", "好的我去"])
def test_the_assignee_takes_it_and_the_group_hears_the_promise(world: World, words: str) -> None:
    reported(world)
    world.advance(minutes=5)
    world.whispers("王师傅", words)
    world.expect("王师傅", "#1", "周四17:30前", "完 1", why="status", no=1)
    assert len(world.expect("2栋", "#1 王师傅接了, 周四17:30前修好。", why="status", no=1).text) <= 60
    assert world.request(1).status is Status.ACCEPTED
    assert world.due(1) == "07-14 17:30"


def test_the_second_one_hears_who_has_it(world: World) -> None:
    reported(world)
    world.whispers("刘芳", "派 1 小陈")
    world.forget()
    world.whispers("小陈", "接 1")
    world.forget()
    world.whispers("王师傅", "接 1")
    world.expect("王师傅", "小陈已经接了", why="refuse")
    assert world.assignee(1) == "小陈"


def test_a_bare_yes_takes_the_one_that_waits_and_asks_which_of_two(world: World) -> None:
    reported(world)
    world.advance(minutes=1)
    world.whispers("王师傅", "好的")
    world.expect("王师傅", "#1", why="status")
    world.expect("2栋", "#1 王师傅接了", why="status")
    reported(world, "2栋2单元楼道灯坏了")
    reported(world, "2栋3单元楼道灯坏了")
    world.advance(minutes=5)
    world.forget()
    world.whispers("王师傅", "好")
    world.expect("王师傅", "#2", "#3", why="ask")


def test_what_was_forgotten_in_the_group_is_asked_and_answered_in_private(world: World) -> None:
    reported(world)
    world.says("王师傅", "退 1", room="2栋")
    world.expect("王师傅", "#1 为什么退", why="ask")
    world.whispers("王师傅", "要厂家的人来换")
    world.expect("王师傅", "#1", why="status")
    world.expect("刘芳", "#1", "要厂家的人来换", why="status")
    world.forget()


@pytest.mark.parametrize("words", ["在路上了", "正在修", "到现场了", "快好了", "还在弄，等胶干", "还没修好，差个零件"])
def test_any_word_of_progress_is_a_sign_of_life(world: World, words: str) -> None:
    taken(world)
    world.advance(minutes=30)
    world.whispers("王师傅", words)
    world.expect("王师傅", "#1 在办", why="status")
    world.expect("孙师傅", "#1 王师傅在办了", why="status")
    assert world.request(1).status is Status.IN_PROGRESS


@pytest.mark.parametrize("words", ["我到楼下了", "正在换灯管", "在路上了"])
def test_in_the_group_where_it_was_reported_too(world: World, words: str) -> None:
    taken(world)
    world.advance(minutes=30)
    world.says("王师傅", words, room="2栋")
    world.expect("王师傅", "#1 在办", why="status")
    world.expect("孙师傅", "#1 王师傅在办了", why="status")
    assert world.request(1).status is Status.IN_PROGRESS


def test_in_another_group_it_is_chat(world: World) -> None:
    taken(world)
    world.says("王师傅", "在路上了", room="3栋")
    assert world.request(1).status is Status.ACCEPTED


@pytest.mark.parametrize("words", ["灯座也坏了，得去买", "少个零件，要去市场配", "家里没人，进不去", "没配件，要去取"])
def test_trouble_on_the_way_sends_nothing_back(world: World, words: str) -> None:
    taken(world)
    world.whispers("王师傅", words)
    world.expect("王师傅", "#1 在办", why="status")
    world.expect("孙师傅", "#1", why="status")
    assert world.assignee(1) == "王师傅"


@pytest.mark.parametrize("words", ["下午去", "知道了，明天上午过去看看", "吃完饭就过去", "3点上门"])
def test_who_says_when_he_goes_takes_it(world: World, words: str) -> None:
    reported(world)
    world.advance(minutes=5)
    world.whispers("王师傅", words)
    world.expect("王师傅", "#1 归您了", why="status")
    world.expect("2栋", "#1 王师傅接了", why="status")


@pytest.mark.parametrize("words", ["已经买好灯泡了", "刚约好明天上门", "1今天能好", "1明天接着弄"])
def test_what_is_made_ready_is_not_done_yet(world: World, words: str) -> None:
    taken(world)
    world.whispers("王师傅", words)
    world.expect("王师傅", "#1 在办", why="status")
    world.expect("孙师傅", "#1 王师傅在办了", why="status")


def test_a_word_of_progress_with_two_in_hand_is_asked_about(world: World) -> None:
    taken(world)
    reported(world, LEAK, "张姐")
    world.whispers("王师傅", "接 2")
    world.advance(minutes=5)
    world.forget()
    world.whispers("王师傅", "正在修")
    world.expect("王师傅", "#1", "#2", why="ask")
    world.whispers("王师傅", "2")
    world.expect("王师傅", "#2 在办", why="status")
    world.forget()


@pytest.mark.parametrize("words", ["这个不归我管，找供电局吧", "不归我管，退 1"])
def test_the_words_that_send_it_back_are_the_reason(world: World, words: str) -> None:
    reported(world)
    world.whispers("王师傅", words)
    world.expect("王师傅", "#1", why="status")
    world.expect("刘芳", "王师傅退回", "不归我管", why="status")
    world.expect("小陈", "#1", why="assign")


def test_taking_it_twice_is_answered_with_what_stands(world: World) -> None:
    taken(world)
    world.whispers("王师傅", "接 1")
    world.expect("王师傅", "#1 已经在您手里了", why="refuse")


@pytest.mark.parametrize("who", ["刘芳", "赵姐", "陈主任"])
def test_whoever_answers_for_the_building_may_take_it_and_the_worker_need_not_go(world: World, who: str) -> None:
    reported(world)
    world.advance(minutes=5)
    world.whispers(who, "接 1")
    world.expect(who, "#1", why="status")
    world.expect("2栋", f"#1 {who}接了", why="status")
    world.expect("王师傅", f"#1 改由{who}办了", why="status")
    assert world.assignee(1) == who


@pytest.mark.parametrize("words", ["我去修吧", "楼道灯我来修", "我下班过去修", "我晚上去换"])
def test_a_neighbour_who_was_asked_may_say_so_in_the_group_in_own_words(world: World, words: str) -> None:
    world.says("小李", "3栋2单元楼道灯不亮了")
    world.advance(minutes=1)
    world.forget()
    world.says("老马", words)  # who was not asked takes nothing
    assert world.request(1).status is Status.TO_ASSIGN
    world.advance(minutes=1)
    world.forget()
    world.says("李大哥", words)
    world.expect("李大哥", "#1 3栋2单元502 归您了", why="status")
    world.expect("3栋", "#1 李大哥接了", why="status")


@pytest.mark.parametrize("who", ["张姐", "孙师傅", "管理员", "何阿姨", "苏玲"])
def test_who_was_never_asked_may_not_take_it(world: World, who: str) -> None:
    reported(world)
    world.whispers(who, "接 1")
    world.expect(who, "#1", why="refuse")
    assert world.request(1).status is Status.TO_ACCEPT


def test_the_ack_still_held_and_the_acceptance_are_one_line(world: World) -> None:
    world.says("苏玲", "小楼 安静 1小时")
    world.expect("苏玲", "不说话", why="status")
    world.says("老马", RUBBISH)
    world.expect("老马", "#1", why="ack")
    world.expect("小陈", "#1", why="assign")
    world.whispers("小陈", "接 1")
    world.expect("小陈", "#1", why="status")
    world.expect("老马", "#1", "小陈接了", why="status")
    world.advance(hours=1, seconds=1)
    line = world.expect("3栋", "@老马", "#1", "小陈接了", why="ack").text
    assert len(line) <= 60


def test_declining_needs_a_reason_which_may_come_in_the_next_words(world: World) -> None:
    reported(world)
    world.whispers("王师傅", "退 1")
    world.expect("王师傅", "#1", "为什么", why="ask")
    assert world.request(1).status is Status.TO_ACCEPT
    world.whispers("王师傅", "今天没带工具")
    world.expect("王师傅", "#1", why="status")
    world.expect("小陈", "#1", "11:30", why="assign")
    world.expect("刘芳", "王师傅退回: 今天没带工具", "小陈", why="status")


def test_declined_it_goes_at_once_to_somebody_else_with_a_new_clock(world: World) -> None:
    reported(world)
    world.advance(minutes=30)
    world.whispers("王师傅", "退 1 不归我管")
    world.expect("王师傅", "#1", why="status")
    world.expect("刘芳", "不归我管", why="status")
    world.expect("小陈", "#1", "12:00前", why="assign")
    assert world.assignee(1) == "小陈"
    assert world.request(1).returns == 1


def test_the_second_return_raises_the_level(world: World) -> None:
    reported(world)
    world.whispers("王师傅", "退 1 不归我管")
    world.whispers("小陈", "退 1 没有梯子")
    world.advance(minutes=2)
    world.expect("赵姐", "#1", "退", "派 1", why="escalate")
    world.forget()
    assert world.request(1).level is Level.GRID
    assert world.request(1).status is Status.TO_ASSIGN
    assert world.owner(1) == "赵姐"


def test_only_the_assignee_may_give_it_back(world: World) -> None:
    reported(world)
    world.whispers("小陈", "退 1 不想去")
    world.expect("小陈", "#1", why="refuse")
    assert world.assignee(1) == "王师傅"


def test_handing_over_tells_both_and_the_head_and_counts_as_a_return(world: World) -> None:
    taken(world)
    world.whispers("王师傅", "转 1 小陈")
    world.expect("王师傅", "#1 转给小陈", why="status")
    world.expect("小陈", "#1", "王师傅转给您", "201", why="assign")
    world.expect("刘芳", "#1 王师傅转给了小陈", why="status")
    assert world.request(1).returns == 1
    assert world.request(1).status is Status.TO_ACCEPT


def test_handed_over_a_second_time_the_level_above_looks_at_it_and_whoever_was_asked_may_take_it(world: World) -> None:
    taken(world)
    world.whispers("王师傅", "转 1 小陈")
    world.advance(minutes=5)
    world.forget()
    world.whispers("小陈", "转 1 王师傅")
    world.expect("小陈", "#1 转给王师傅", why="status")
    world.expect("王师傅", "#1", "201", why="assign")
    world.expect("赵姐", "#1", "退回2次", why="escalate")
    world.expect("刘芳", "#1 小陈转给了王师傅", why="status")
    assert world.owner(1) == "赵姐"
    world.whispers("王师傅", "接 1")
    world.forget()
    assert world.assignee(1) == "王师傅"


def test_nobody_hands_over_to_themselves(world: World) -> None:
    taken(world)
    world.whispers("王师傅", "转 1 王师傅")
    world.expect("王师傅", "#1 已经在您手里", why="refuse")
    assert world.request(1).returns == 0


def test_handing_over_to_nobody_known_changes_nothing(world: World) -> None:
    taken(world)
    world.whispers("王师傅", "转 1 赵钱孙")
    world.expect("王师傅", "没有找到", why="refuse", no=1)
    assert world.assignee(1) == "王师傅"


@pytest.mark.parametrize("who", ["刘芳", "赵姐", "陈主任"])
def test_head_grid_and_community_may_assign_and_the_former_is_told(world: World, who: str) -> None:
    taken(world)
    world.whispers(who, "换人 1 小陈")
    world.expect(who, "#1 已派给小陈", why="status")
    world.expect("小陈", "#1", "201", why="assign")
    world.expect("王师傅", "#1 改由小陈", why="status")
    assert world.request(1).status is Status.TO_ACCEPT


@pytest.mark.parametrize("who", ["苏玲", "孙师傅", "管理员", "何阿姨", "王师傅"])
def test_others_may_not_assign(world: World, who: str) -> None:
    reported(world)
    world.whispers(who, "派 1 小陈")
    world.expect(who, "#1", why="refuse")
    assert world.assignee(1) == "王师傅"


def test_quoting_the_ack_assigns_what_it_speaks_of(world: World) -> None:
    reported(world)
    world.advance(minutes=2)
    world.whispers("刘芳", "派给小陈", quote="@孙师傅 记下了 #1 2栋1单元 楼道灯坏了, 今天11:30前有人回您。")
    world.expect("刘芳", "小陈", why="status")
    world.expect("小陈", "#1", why="assign")
    world.expect("王师傅", "小陈", why="status")


@pytest.mark.parametrize("words", ["派 1 @小陈", "换人 1 @小陈", "派 1 给@小陈"])
def test_whoever_is_called_by_name_in_the_group_gets_it(world: World, words: str) -> None:
    reported(world)
    world.advance(minutes=1)
    world.says("刘芳", words)
    world.expect("刘芳", "#1 已派给小陈", why="status")
    world.expect("小陈", "#1", why="assign")
    world.expect("王师傅", "小陈", why="status")


def test_handed_over_to_whoever_is_called_by_name(world: World) -> None:
    taken(world)
    world.says("王师傅", "转 1 @小陈", room="2栋")
    world.expect("王师傅", "#1 转给小陈", why="status")
    world.forget()
    assert world.assignee(1) == "小陈"


@pytest.mark.parametrize("words", ["让小陈去看看", "1号让小陈去吧", "叫小陈处理一下"])
def test_a_head_sends_somebody_in_own_words(world: World, words: str) -> None:
    reported(world)
    world.advance(minutes=1)
    world.whispers("刘芳", words)
    world.expect("刘芳", "#1 已派给小陈", why="status")
    world.expect("小陈", "#1", why="assign")
    world.expect("王师傅", "小陈", why="status")


def test_to_a_line_that_speaks_of_it_in_the_group_too_and_else_it_is_talk(world: World) -> None:
    reported(world)
    world.says("刘芳", "让小陈去看看")
    world.says("周奶奶", "让小陈来修吧", quote="#1 王师傅接了, 周四17:30前修好。")
    world.forget()
    assert world.assignee(1) == "王师傅"
    world.says("刘芳", "让小陈去看看", quote="@孙师傅 记下了 #1 2栋1单元 楼道灯坏了, 今天11:30前有人回您。")
    world.forget()
    assert world.assignee(1) == "小陈"


def test_whoever_has_it_hands_it_over_in_own_words(world: World) -> None:
    taken(world)
    world.whispers("王师傅", "让小陈去吧，我没空")
    world.expect("王师傅", "#1 转给小陈了", why="status")
    world.expect("小陈", "#1", "王师傅转给您", why="assign")
    world.expect("刘芳", "#1 王师傅转给了小陈", why="status")


def test_a_command_in_the_group_by_who_may_not_is_answered_in_private(world: World) -> None:
    reported(world)
    world.says("孙师傅", "派 1 小陈")
    world.expect("孙师傅", "#1", why="refuse")


def test_a_command_by_who_may_not_and_cannot_be_reached_is_not_answered_at_all(world: World) -> None:
    reported(world)
    world.says("陈阿姨", "派 1 小陈", room="2栋")


def test_progress_is_told_to_the_reporter_at_most_twice_a_day(world: World) -> None:
    taken(world)
    for _ in range(3):
        world.advance(minutes=20)
        world.whispers("王师傅", "在修 1")
    assert len(world.told("孙师傅", "#1 王师傅在办了")) == 2
    assert len(world.told("王师傅", "在办")) == 3
    assert world.request(1).status is Status.IN_PROGRESS
    world.forget()


def test_a_photo_by_the_worker_is_a_sign_of_life(world: World) -> None:
    taken(world)
    world.advance(hours=1)
    world.whispers("王师傅", "", type=MessageType.IMAGE)
    world.expect("王师傅", "#1", why="answer")
    world.expect("孙师傅", "#1", why="status")
    assert world.request(1).status is Status.IN_PROGRESS


def test_with_two_in_hand_it_is_asked_which_a_photo_shows(world: World) -> None:
    taken(world)
    reported(world, LEAK, "张姐")
    world.whispers("王师傅", "接 2")
    world.advance(minutes=5)
    world.forget()
    world.whispers("王师傅", "", type=MessageType.IMAGE)
    world.expect("王师傅", "#1", "#2", why="ask")
    world.whispers("王师傅", "2")
    world.expect("王师傅", "照片记在 #2", why="answer")
    world.expect("张姐", "#2", why="status")
    assert world.request(2).status is Status.IN_PROGRESS


def test_asked_how_far_it_is_any_words_are_an_answer(world: World) -> None:
    taken(world)
    world.until("07-14 17:31")
    world.expect("王师傅", "到哪一步", why="ask")
    world.forget()
    world.whispers("王师傅", "灯管买到了明天装")
    world.expect("王师傅", "#1 在办", why="status")
    world.expect("孙师傅", "#1", why="status")
    world.until("07-15 17:29")
    assert world.assignee(1) == "王师傅"
    world.forget()


def test_silence_after_accepting_sends_it_to_another_with_words_to_both_and_the_head(world: World) -> None:
    taken(world)
    world.until("07-15 13:59")
    world.forget()
    world.until("07-15 14:01")
    world.expect("小陈", "#1", "16:00前", why="assign")
    world.expect("王师傅", "另请人", why="status")
    world.expect("刘芳", "王师傅", why="status")
    assert world.assignee(1) == "小陈"


def test_from_the_first_level_up_the_bot_does_not_assign_by_itself(world: World) -> None:
    taken(world)
    world.whispers("王师傅", "升 1 要换整条线")
    world.forget()
    world.advance(minutes=5)
    world.whispers("王师傅", "退 1 等电工")
    world.forget()
    assert world.request(1).status is Status.TO_ASSIGN
    assert world.owner(1) == "赵姐"
    world.whispers("赵姐", "派 1 小陈")
    world.forget()
    assert world.assignee(1) == "小陈"


def test_a_hard_matter_is_promised_for_seven_working_days(world: World) -> None:
    reported(world, LEAK, "老马")
    world.advance(minutes=2)
    world.whispers("王师傅", "接 1")
    world.expect("3栋", "#1 王师傅接了, 7月22日17:30前", why="status")
    world.expect("王师傅", "#1")


def test_lamp_and_door_are_one_request_each(world: World) -> None:
    reported(world, LAMP)
    world.says("孙师傅", "2栋1单元门禁坏了，刷卡进不去")
    world.advance(seconds=10)
    world.expect("2栋", "#2")
    world.expect("小陈", "#2")


@pytest.mark.parametrize("words", ["1 师傅还在路上", "#1 那家没人开门", "1号，梯子没借到"])
def test_any_word_with_its_number_from_whoever_has_it_in_hand_is_one_of_progress(world: World, words: str) -> None:
    taken(world)
    world.whispers("王师傅", words)
    world.expect("王师傅", "#1 在办", why="status")
    world.expect("孙师傅", "#1", why="status")
    assert world.request(1).status is Status.IN_PROGRESS


def test_a_number_of_somebody_elses_with_some_words_moves_nothing(world: World) -> None:
    taken(world)
    world.whispers("小陈", "1 师傅还在路上")
    world.expect("小陈", why="answer")
    assert world.request(1).status is Status.ACCEPTED


def test_done_by_who_was_silent_too_long_is_told_to_whoever_has_it_now(world: World) -> None:
    taken(world)
    quietly(world, "07-15 14:01")
    assert world.assignee(1) == "小陈"
    world.whispers("小陈", "接 1")
    world.forget()
    world.whispers("王师傅", "完 1")
    world.expect("王师傅", "谢谢! #1 现在小陈在办, 已经告诉小陈了。", why="status")
    world.expect("小陈", "#1 王师傅说已经好了。是的话回 完 1。", why="done")
    assert world.request(1).status is Status.ACCEPTED
    world.advance(minutes=1)
    world.whispers("小陈", "完 1")
    world.expect("2栋", "#1 灯修好了, 小陈说的", why="done")
    world.expect("小陈", "已请孙师傅看看", why="done")
