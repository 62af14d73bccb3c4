"""WeChat through a Wechaty gateway (puppet service): links, reads, writes, and knows when it was deaf."""

from bot.wechaty.address import Gateway, read_gateway
from bot.wechaty.events import Happening, What
from bot.wechaty.pace import Pace
from bot.wechaty.transport import LinkState, WechatyTransport

__all__ = ["Gateway", "Happening", "LinkState", "Pace", "WechatyTransport", "What", "read_gateway"]
