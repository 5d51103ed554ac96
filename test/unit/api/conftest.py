from __future__ import annotations

from typing import Callable, Iterator

import pytest
from nadir.core.api.client import Client
from nadir.core.api.network import NetworkOptions
from nadir.core.api.retry import RetryPolicy
from nadir.core.api.session import Session
from nadir.test.unit.api.scripted_server import ScriptedServer, recorded

QUICK = RetryPolicy(attempts=4, first=0.01, longest=0.02, deadline=60.0)
"""As sessions repeat by themselves, without the waiting."""
LogIn = Callable[..., Client]


@pytest.fixture
def server() -> Iterator[ScriptedServer]:
    """A server where any log-in succeeds."""
    scripted = ScriptedServer()
    scripted.on("POST", "/api/token-auth/", recorded("auth_token_json_ok"))
    yield scripted
    scripted.close()


@pytest.fixture
def client(server: ScriptedServer) -> Iterator[Client]:
    network = NetworkOptions(connect_timeout=5.0, read_timeout=5.0)
    session = Session(server.url, "admin", "secret", network, retry=QUICK)
    yield Client(session)
    session.close()
