"""A project whose creation was answered by nobody is found, not made twice."""

from __future__ import annotations

import pytest
from nadir.core.errors import NadirError
from nadir.test.faults.proxy import FaultProxy
from nadir.test.faults.reference_server import ReferenceServer
from nadir.test.faults.script import Fault, Kind, Script, Verb
from nadir.test.faults.uploading import client_for

FAULTS = {
    "answer cut in the head": Fault(Verb.PROJECT, 0, Kind.CUT_ANSWER, at=30),
    "answer cut at its end": Fault(Verb.PROJECT, 0, Kind.CUT_ANSWER, at=-1),
    "answer stalled": Fault(Verb.PROJECT, 0, Kind.STALL_ANSWER, at=0),
    "carried out, then 502": Fault(Verb.PROJECT, 0, Kind.STATUS_AFTER, status=502),
    "carried out, then 524": Fault(Verb.PROJECT, 0, Kind.STATUS_AFTER, status=524),
    "carried out, then 500": Fault(Verb.PROJECT, 0, Kind.STATUS_AFTER, status=500),
    "carried out, then killed": Fault(Verb.PROJECT, 0, Kind.RESTART_AFTER),
    "request cut": Fault(Verb.PROJECT, 0, Kind.CUT_REQUEST, at=-1),
    "refused": Fault(Verb.PROJECT, 0, Kind.REFUSE),
    "503 instead": Fault(Verb.PROJECT, 0, Kind.STATUS_INSTEAD, status=503),
    "429 instead": Fault(Verb.PROJECT, 0, Kind.STATUS_INSTEAD, status=429, retry_after="1"),
}


@pytest.mark.parametrize("name", FAULTS)
def test_a_project_is_made_once(name: str, reference_server: ReferenceServer) -> None:
    proxy = FaultProxy(
        reference_server.port, Script([FAULTS[name]]), actions={Kind.RESTART_AFTER: reference_server.restart}
    )
    client = client_for(proxy.url, reference_server.login)
    try:
        made = client.projects.create(name)
    finally:
        proxy.close()
        client.session.close()
    assert reference_server.projects_called(name) == [made.id]


def test_a_project_of_that_name_that_was_there_before_is_another(reference_server: ReferenceServer) -> None:
    before = reference_server.new_project("Wiese")
    fault = Fault(Verb.PROJECT, 0, Kind.CUT_REQUEST, at=-1)
    proxy = FaultProxy(reference_server.port, Script([fault]))
    client = client_for(proxy.url, reference_server.login)
    try:
        made = client.projects.create("Wiese")
    finally:
        proxy.close()
        client.session.close()
    assert reference_server.projects_called("Wiese") == [before, made.id]


@pytest.mark.parametrize("kind", [Kind.SHORTEN_ANSWER, Kind.SWAP_AFTER])
def test_an_answer_that_says_something_else_makes_no_second_project(
    kind: Kind, reference_server: ReferenceServer
) -> None:
    name = f"Hof {kind.name}"
    proxy = FaultProxy(reference_server.port, Script([Fault(Verb.PROJECT, 0, kind, at=1)]))
    client = client_for(proxy.url, reference_server.login)
    try:
        client.projects.create(name)
    except NadirError:
        return  # told
    finally:
        proxy.close()
        client.session.close()
        assert len(reference_server.projects_called(name)) == 1
