"""Where the gateway is, and how it is to be trusted: the settings Wechaty's users know, and no others."""

from __future__ import annotations

import ssl
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from bot.loopback import is_loopback
from bot.wechaty.errors import GatewayUnset

TOKEN = "WECHATY_PUPPET_SERVICE_TOKEN"  # noqa: S105 — the name of a setting
ENDPOINT = "WECHATY_PUPPET_SERVICE_ENDPOINT"
CA_CERT = "WECHATY_PUPPET_SERVICE_TLS_CA_CERT"
SERVER_NAME = "WECHATY_PUPPET_SERVICE_TLS_SERVER_NAME"
_PEM = "-----BEGIN"


@dataclass(frozen=True, slots=True, kw_only=True)
class Gateway:
    """A gateway's address. The token shows in no repr; `ca_cert` is a PEM text or the path of one."""

    host: str
    port: int
    token: str = field(repr=False)
    ca_cert: str | None = None
    server_name: str | None = None

    @property
    def encrypted(self) -> bool:
        """Always, but on this very machine, where a certificate may still be asked for."""
        return self.ca_cert is not None or not is_loopback(self.host)

    def ssl_context(self) -> ssl.SSLContext | None:
        """How to check the gateway's certificate; None on loopback. Raises `GatewayUnset` for an unreadable CA."""
        if not self.encrypted:
            return None
        context = _context(self.ca_cert)
        context.minimum_version = ssl.TLSVersion.TLSv1_2
        context.set_alpn_protocols(["h2"])
        return context


def read_gateway(settings: Mapping[str, str]) -> Gateway:
    """The gateway that the environment names; raises `GatewayUnset` with one sentence."""
    token = settings.get(TOKEN, "").strip()
    endpoint = settings.get(ENDPOINT, "").strip()
    missing = [name for name, value in ((TOKEN, token), (ENDPOINT, endpoint)) if not value]
    if missing:
        raise GatewayUnset(f"Set {' and '.join(missing)} to use WeChat, or run with --transport web.")
    if not (token.isascii() and token.isprintable() and " " not in token):
        raise GatewayUnset(f"{TOKEN} may hold letters, digits and signs only: copy it again from the gateway.")
    host, port = _split(endpoint)
    gateway = Gateway(
        host=host,
        port=port,
        token=token,
        ca_cert=settings.get(CA_CERT) or None,
        server_name=settings.get(SERVER_NAME) or None,
    )
    gateway.ssl_context()
    return gateway


def _split(endpoint: str) -> tuple[str, int]:
    host, colon, port = endpoint.rpartition(":")
    if not (colon and host and port.isascii() and port.isdecimal() and 0 < int(port) < 65536):
        raise GatewayUnset(f"{ENDPOINT} is written host:port, for example 127.0.0.1:8788.")
    return host.strip("[]"), int(port)


def _context(ca_cert: str | None) -> ssl.SSLContext:
    if ca_cert is None:
        return ssl.create_default_context()
    try:
        pem = ca_cert if _PEM in ca_cert else Path(ca_cert).read_text(encoding="ascii")
        return ssl.create_default_context(cadata=pem)
    except (OSError, ValueError, ssl.SSLError) as wrong:
        raise GatewayUnset(f"{CA_CERT} is no readable certificate: give a PEM file's path or its text.") from wrong
