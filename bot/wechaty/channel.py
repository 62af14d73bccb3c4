"""The wire: one HTTP/2 connection that carries the token both ways gateways look for it, and finds itself again."""

from __future__ import annotations

from grpclib.client import Channel
from grpclib.config import Configuration

from bot.wechaty.address import Gateway
from bot.wechaty.pace import Pace


class TokenChannel(Channel):
    """A channel whose `:authority` is the token, as servers before 1.0 want it."""

    def __init__(self, gateway: Gateway, pace: Pace) -> None:
        self._token = gateway.token
        config = _configuration(gateway, pace)
        super().__init__(gateway.host, gateway.port, ssl=gateway.ssl_context(), config=config)

    def _get_authority(self, host: str, port: int) -> str:
        return self._token


def authorization(gateway: Gateway) -> dict[str, str]:
    """The token as servers since 1.0 want it."""
    return {"authorization": f"Wechaty {gateway.token}"}


def _configuration(gateway: Gateway, pace: Pace) -> Configuration:
    """Pings on an idle link too, without end: a silent group is the usual case."""
    return Configuration(
        _keepalive_time=pace.keepalive,
        _keepalive_timeout=pace.keepalive_timeout,
        _keepalive_permit_without_calls=True,
        _http2_max_pings_without_data=0,
        _http2_min_sent_ping_interval_without_data=pace.keepalive / 2,
        ssl_target_name_override=gateway.server_name if gateway.encrypted else None,
    )
