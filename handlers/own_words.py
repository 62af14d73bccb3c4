"""What those who work and those who send them say in their own words: 在路上了, 下午去, 让小陈去看看."""

from __future__ import annotations

import re
from dataclasses import replace

from handlers import holders, progressing, resolve, taking
from handlers.lifecycle import WAITING
from handlers.office import Turn
from nlp.model import Parse, Urgency
from storage.tables import Role


def sounds_at_work(parse: Parse) -> bool:
    """在路上了, 快好了: perhaps somebody tells how far they are."""
    return HOW_IT_GOES.match(parse.own) is not None


def says_how_it_goes(turn: Turn) -> bool:
    """在路上了, 正在修, 快好了 of whoever has a matter in hand, whatever the rules take it for.

    In a group only of whoever has one in hand that was reported there.
    """
    parse = turn.parse
    bare = parse.command is None and parse.no is None and parse.urgency is not Urgency.DANGER
    telling = sounds_at_work(parse) or (turn.room is None and TROUBLE.search(parse.own))
    if not (bare and telling and len(parse.own) <= LONGEST_WORD):
        return False
    held = resolve.mine_at_work(turn)
    here = [one for one in held if turn.room is None or one.room_id == turn.room.id]
    if len(here) == 1:
        progressing.heard(turn, here[0])
    elif here and turn.room is None:
        taking.start(turn)
    return bool(here)


HOW_IT_GOES = re.compile(
    "[我已经现在正都]*(?:在路上|路上|在[修弄搞办换做干拆装查]|在处理|到现场|到楼下|到了|开始[修弄干搞做换处]|"
    "刚?(?:买|订|借|带|准备|约|联系|量|看)好|"
    "马上(?:就?到|就?好|[修弄]好)|就到|快[到好完]|快[修弄办搞]|还[差在]|还没[修弄办搞换处]?理?[好完]|等[胶会一])"
)
TROUBLE = re.compile(
    "零件|配件|材料|型号|扳手|梯子|工具|家里没人|没人(?:开门|在家)|进不去|锈死|[拆换装打]不[下上开]|[去再回](?:买|拿|取|配)|重新[布换装做]"
)
"""What is told in private of work that does not go smoothly."""
LONGEST_WORD = 20


def will_go(turn: Turn) -> bool:
    """下午去, 吃完饭过去看看 by whoever was asked takes it; in the group where it was reported 我去修 does."""
    own = turn.parse.own
    bare = turn.parse.command is None and turn.parse.no is None
    going = WILL_DO.search(own) or (turn.room is None and WILL_GO.match(own))
    if not (bare and len(own) <= LONGEST_WORD and going):
        return False
    waiting = (one for one in resolve.mine_in_hand(turn) if one.status in WAITING)
    if not any(turn.room is None or one.room_id == turn.room.id for one in waiting):
        return False
    taking.accept(turn)
    return True


WILL_DO = re.compile(
    "我(?:来|去|能|会|可以|下班|[今明]?[早晚]上?|下午|等[下会]|一会儿?|过去|这就){1,3}(?:帮忙)?[修换弄看搞装清搬]"
)
WILL_GO = re.compile(
    r"(?:(?:好的?|行|嗯|知道了)[,，\s]*)?我?(?:[今明]天|明早|今晚|[上下中]午|晚[上点]|[一待等]会儿?|等下|这就|现在|吃[完了]饭|下班|\w{1,3}点)"
    r"(?:早上|[上下]午|晚上|半)?(?:就|再)?(?:过?去|过来|上门|来|到|处理|修|看)(?![不得货])"
)


def sends_somebody(turn: Turn) -> bool:
    """让小陈去看看, in private or to a line that speaks of it: by who answers for it sent, by who has it handed over."""
    found = SENDS.match(turn.parse.own)
    if found is None or turn.parse.command or (turn.room is not None and resolve.quoted_no(turn) is None):
        return False
    person = holders.find_person(turn, found["whom"], *holders.around(turn))
    if person is None or Role.WORKER not in holders.roles(turn, person):
        return False
    act = taking.assign_command if resolve.in_my_care(turn) else taking.hand_over
    if act is taking.hand_over and not any(one.assignee_id for one in resolve.mine_in_hand(turn)):
        return False
    no = turn.parse.no or (int(found["no"]) if found["no"] else None)
    turn.parse = replace(turn.parse, no=no, args=person.name)
    act(turn)
    return True


SENDS = re.compile(
    r"(?:#?(?P<no>\d{1,6})号?[,，\s]*)?(?:这个|那)?(?:还是)?(?:让|叫|请|安排|换)@?(?P<whom>\S{2,6}?)(?:去|来|处理|办|修|看|跑|吧)\S{0,5}"
)
