from __future__ import annotations

from typing import Iterator

import pytest
from hypothesis import HealthCheck, Phase, settings
from nadir.core.local.environment import is_ready
from nadir.test.faults.reference_server import ReferenceServer
from nadir.test.faults.servers import ENVIRONMENT, LocalServer

settings.register_profile(
    "faults",
    derandomize=True,
    database=None,
    deadline=None,
    print_blob=True,
    suppress_health_check=list(HealthCheck),
    phases=[Phase.explicit, Phase.generate],  # a trial takes too long for a search for the smallest one
)
settings.load_profile("faults")


@pytest.fixture(scope="session")
def local_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalServer]:
    """The real one, without a node."""
    if not is_ready(ENVIRONMENT):
        pytest.skip("the local server's environment is missing or outdated: make setup")
    server = LocalServer(tmp_path_factory.mktemp("server") / "data").start()
    yield server
    server.stop()


@pytest.fixture(scope="session")
def reference_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ReferenceServer]:
    server = ReferenceServer(tmp_path_factory.mktemp("reference"))
    yield server
    server.close()


@pytest.fixture(scope="session")
def old_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ReferenceServer]:
    """One of the first generation."""
    server = ReferenceServer(tmp_path_factory.mktemp("old"), is_old=True)
    yield server
    server.close()
