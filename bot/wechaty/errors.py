"""What can go wrong between the bot and its gateway, told apart by what may be done about it."""

from __future__ import annotations

from handlers.errors import LouzhangError


class GatewayUnset(LouzhangError):
    """The gateway's address or token is missing or unreadable."""


class TokenRefused(LouzhangError):
    """The gateway does not know the token; trying again cannot help."""

    def __init__(self) -> None:
        super().__init__("The gateway refused the token: check WECHATY_PUPPET_SERVICE_TOKEN and start again.")


class CallFailed(Exception):
    """A call to the gateway failed; the words are for the log and never hold the token."""


class Unreachable(CallFailed):
    """No connection: the call was certainly not carried out."""


class Unanswered(CallFailed):
    """No answer in time, or the link broke: the call may have been carried out."""


class Refused(CallFailed):
    """The gateway answered that it will not: the call was not carried out."""


PERMANENT = (
    "not a friend",
    "not friend",
    "not your friend",
    "not a member",
    "not in the room",
    "not in room",
    "no such room",
    "no such contact",
    "room not found",
    "contact not found",
    "removed from the room",
    "blocked by",
    "朋友验证",
    "不是他",
    "不是你的朋友",
    "不是好友",
    "非好友",
    "拒收",
    "移出群聊",
    "移出了群聊",
    "不在群",
    "群聊不存在",
    "群聊已解散",
    "账号异常",
)
"""Parts of the sentences with which gateways say that a message can never arrive; all else may pass with time."""


def is_permanent(words: str) -> bool:
    """Whether trying again cannot help."""
    lowered = words.lower()
    return any(part in lowered for part in PERMANENT)
