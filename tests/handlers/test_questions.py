"""Questions: from the file, from what a head had kept, from the neighbours — and never from anywhere else."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from handlers.settings import FaqEntry
from nlp.ranking import best
from tests.world import World

OFFICE = FaqEntry(question="居委会几点上班", answer="工作日8:30到17:30。", source="翠湖社区")
KNOWN = (OFFICE, FaqEntry(question="物业电话是多少", answer="门口有。", valid_until=date(2026, 7, 1)))


def test_a_question_in_private_is_answered_from_the_file_with_its_source(make_world: Callable[..., World]) -> None:
    world = make_world(faq=KNOWN)
    world.whispers("小李", "居委会几点上班？")
    world.expect("小李", "8:30", "翠湖社区", why="answer")


def test_in_a_group_neighbours_have_a_minute_first(make_world: Callable[..., World]) -> None:
    world = make_world(faq=KNOWN)
    world.says("小李", "居委会几点上班？")
    world.advance(seconds=59)
    world.expect_nothing()
    world.advance(seconds=1)
    world.expect("3栋", "@小李", "8:30", why="answer")


def test_a_question_a_neighbour_answered_gets_no_answer(make_world: Callable[..., World]) -> None:
    world = make_world(faq=KNOWN)
    world.says("小李", "居委会几点上班？")
    world.advance(seconds=30)
    world.says("张姐", "8点半吧")
    world.advance(hours=1)


def test_an_answer_that_has_run_out_is_not_given(make_world: Callable[..., World]) -> None:
    world = make_world(faq=KNOWN)
    world.whispers("小李", "物业电话是多少？")
    world.expect("小李", "已问苏玲")
    world.expect("苏玲", "物业电话", "答 1", why="ask")


def test_an_unknown_question_goes_to_the_head_and_her_answer_comes_back(world: World) -> None:
    world.whispers("小李", "社区什么时候打疫苗？")
    world.expect("小李", "已问苏玲", why="answer")
    world.expect("苏玲", "打疫苗", "答 1", why="ask")
    world.whispers("苏玲", "答 1 周六上午9点")
    world.expect("苏玲", "记住")
    world.expect("小李", "周六上午9点", why="answer")


def test_one_word_keeps_the_answer_for_whoever_asks_next(world: World) -> None:
    world.whispers("小李", "社区什么时候打疫苗？")
    world.whispers("苏玲", "答 1 周六上午9点")
    world.whispers("苏玲", "记住")
    world.forget()
    world.whispers("张姐", "请问什么时候打疫苗？")
    world.expect("张姐", "周六上午9点", "苏玲", why="answer")


def test_a_question_of_a_group_is_answered_where_it_was_asked(world: World) -> None:
    world.says("小李", "社区什么时候打疫苗？")
    world.advance(minutes=1)
    world.expect("苏玲", "打疫苗", "答 1")
    world.whispers("苏玲", "答 1 周六上午9点")
    world.expect("3栋", "@小李", "周六上午9点", why="answer")
    world.expect("苏玲", "记住")


def test_a_neighbour_cannot_answer_for_the_head(world: World) -> None:
    world.whispers("小李", "社区什么时候打疫苗？")
    world.forget()
    world.whispers("张姐", "答 1 明天")
    world.expect("张姐", "楼长", why="refuse")


def test_what_is_not_near_enough_is_not_guessed() -> None:
    known = ["居委会几点上班", "物业电话是多少"]
    assert best("居委会什么时候上班", known) == 0
    assert best("附近哪里可以配钥匙", known) is None
    assert best("今天天气怎么样", known) is None
    assert best("", known) is None


def test_another_question_about_the_same_house_is_another_question() -> None:
    known = ["居委会几点上班", "物业电话是多少", "旧家具扔哪里"]
    assert best("居委会上班时间", known) == 0
    assert best("社区几点下班", known) == 0
    assert best("居委会电话是多少", known) is None
    assert best("居委会在哪里", known) is None
    assert best("物业几点上班", known) is None
    assert best("旧家具怎么处理", known) == 2


def test_what_the_file_knows_is_answered_to_whoever_calls_the_bot(make_world: Callable[..., World]) -> None:
    world = make_world(faq=(FaqEntry(question="旧家具扔在哪里", answer="1栋东侧的大件点。"),))
    world.says("老马", "@小楼 旧家具往哪扔")
    world.expect("3栋", "@老马", "大件点", why="answer")
