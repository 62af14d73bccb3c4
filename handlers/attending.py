"""Who came: 到 小李 张姐 — known to the leader alone; who did not come is never told to others."""

from __future__ import annotations

import re
from collections.abc import Sequence

from handlers import roster, say
from handlers.call_lifecycle import CallAct, transition
from handlers.call_resolve import led
from handlers.errors import Missing
from handlers.office import Turn
from storage import calls
from storage.tables import CallStatus, SignUp, SignUpStatus


def attended(turn: Turn) -> None:
    """到 小李 张姐: private to the leader; who did not come is never told to others."""
    call = led(turn, CallStatus.AWAITING_RESULT, CallStatus.UNDER_WAY)
    names = [name for name in re.split(r"[\s、,，]+", turn.parse.args) if name]
    rows = calls.sign_ups(turn.session, call.id or 0)
    here = [row for row in rows if row.status in ATTENDABLE and _is_named(turn, row, names)]
    if not here:
        raise Missing(turn.text("call_attended_unknown", names="、".join(names)))
    for row in rows:
        if row.status in ATTENDABLE:
            row.status = SignUpStatus.CAME if row in here else SignUpStatus.DID_NOT_COME
            turn.session.add(row)
    count = sum(row.count for row in here)
    transition(turn, CallAct.ATTEND, call, turn.sender, came=call.came or count)
    told = "、".join(roster.name_of(turn, row) for row in here)
    say.answer_privately(turn, turn.text("call_attended", no=call.no, count=count, names=told), "status", about=call)


ATTENDABLE = (SignUpStatus.JOINED, SignUpStatus.CAME, SignUpStatus.DID_NOT_COME)


def _is_named(turn: Turn, row: SignUp, names: Sequence[str]) -> bool:
    own = roster.name_of(turn, row)
    return any(
        name in (own, row.name) or (len(name) > 1 and name.endswith(own)) or own.startswith(name) for name in names
    )
