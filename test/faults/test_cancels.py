"""An upload that is cancelled leaves nothing, on the server and here, whatever the line is like."""

from __future__ import annotations

from hypothesis import given, settings
from nadir.test.faults.cancelling import CancelTrial, run_cancelled
from nadir.test.faults.reference_server import ReferenceServer
from nadir.test.faults.servers import LocalServer
from nadir.test.faults.strategies import cancel_trials
from nadir.test.faults.trying import in_scratch


@given(trial=cancel_trials())
@settings(max_examples=12)
def test_a_cancelled_upload_leaves_nothing(reference_server: ReferenceServer, trial: CancelTrial) -> None:
    outcome = in_scratch(lambda scratch: run_cancelled(reference_server, trial, scratch))
    assert outcome.is_good, outcome.report()


@given(trial=cancel_trials())
@settings(max_examples=3)
def test_a_cancelled_upload_leaves_nothing_on_the_local_server(local_server: LocalServer, trial: CancelTrial) -> None:
    outcome = in_scratch(lambda scratch: run_cancelled(local_server, trial, scratch))
    assert outcome.is_good, outcome.report()
