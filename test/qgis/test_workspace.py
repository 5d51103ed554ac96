"""The verbs of an open connection, against a server: what they leave there, also when they are cut short."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from typing import Any, Callable, Iterator, List, NamedTuple, Tuple

import pytest
from nadir.core.api.errors import WrongPassword
from nadir.core.api.network import NetworkOptions
from nadir.core.api.projects import Project
from nadir.core.api.task import Task, TaskOption
from nadir.core.connections import Connection
from nadir.core.errors import NadirError
from nadir.core.jobs import Job, Jobs, JobState
from nadir.core.layers.access.signer import RequestSigner
from nadir.core.surveys import telling
from nadir.core.transfers.control import UploadControl
from nadir.core.transfers.errors import TaskCancelled, TaskGone, UploadStopped
from nadir.core.transfers.journal import Journal, JournalEntry, UnfinishedUpload
from nadir.core.transfers.plan import plan_files
from nadir.core.transfers.progress import UploadProgress
from nadir.core.transfers.uploads import UploadPlan
from nadir.core.workspace import Workspace, data_folder, describe, open_workspace, survey_name
from nadir.test.qgis.survey_server import PASSWORD, TASK_ID, USER, SurveyServer
from qgis.PyQt.QtCore import QLocale

Turn = Callable[..., bool]


@pytest.fixture
def photos(tmp_path: Path) -> Tuple[Path, ...]:
    """Files to upload; nobody here looks into them."""
    folder = tmp_path / "Beach Ü" / "images"
    folder.mkdir(parents=True)
    for number in range(5):
        (folder / f"DJI_{number:04d}.JPG").write_bytes(bytes([number]) * 200_000)
    return tuple(sorted(folder.iterdir()))


def done(job: Job, turn: Turn) -> Any:
    assert turn(lambda: not job.is_running())
    assert job.error is None, job.error
    return job.result


def test_a_wrong_password_is_a_clear_error_and_signs_nothing(
    survey_server: SurveyServer, jobs: Jobs, signer: RequestSigner, turn: Turn
) -> None:
    connection = Connection.new("x", survey_server.url)
    job = open_workspace(connection, USER, "wrong", jobs, NetworkOptions(), signer)
    assert turn(lambda: not job.is_running())
    assert isinstance(job.error, WrongPassword)
    assert signer._sessions == ()


def test_a_task_is_uploaded_started_and_followed_to_its_end(
    workspace: Workspace, survey_server: SurveyServer, photos: Tuple[Path, ...], turn: Turn
) -> None:
    created: List[Any] = []
    ended: List[Any] = []
    workspace.task_created.connect(created.append)
    workspace.monitor.task_finished.connect(ended.append)
    workspace.monitor.start()
    job = workspace.start_task(None, "Morning flight", photos, (TaskOption("dsm", True),))
    told: List[Tuple[float, str]] = []
    job.progressed.connect(lambda fraction, text: told.append((fraction, text)))
    task = done(job, turn)
    assert created == [task]
    assert sorted(survey_server.uploaded[task.id]) == [path.name for path in photos]
    assert survey_server.projects[-1]["name"] == "Beach Ü"
    assert survey_server.tasks[task.id]["options"] == [{"name": "dsm", "value": True}]
    assert told[-1] == (1.0, told[-1][1])
    assert "5 of 5 photos" in told[-1][1]
    survey_server.looks_until_done = 0
    workspace.monitor.refresh()
    assert turn(lambda: [each.id for each in ended] == [task.id])


def test_a_second_task_of_the_same_folder_goes_into_the_same_project(
    workspace: Workspace, survey_server: SurveyServer, photos: Tuple[Path, ...], turn: Turn
) -> None:
    first = done(workspace.start_task(None, "one", photos), turn)
    second = done(workspace.start_task(None, "two", photos), turn)
    assert first.project_id == second.project_id
    assert len(survey_server.projects) == 2


def test_a_cancelled_upload_leaves_neither_task_nor_project_nor_journal(
    workspace: Workspace, survey_server: SurveyServer, photos: Tuple[Path, ...], turn: Turn
) -> None:
    survey_server.delay = 0.2
    job = workspace.start_task(None, "given up", photos)
    assert turn(lambda: survey_server.paths("/upload/"))
    job.cancel()
    assert turn(lambda: job.state is JobState.CANCELLED)
    assert [task["name"] for task in survey_server.tasks.values()] == ["Brighton Beach"]
    assert [project["name"] for project in survey_server.projects] == ["Beach"]
    assert Journal(data_folder()).unfinished(survey_server.url) == ()


def test_what_a_cancelled_upload_had_to_leave_is_removed_at_the_next_log_in(
    workspace: Workspace, survey_server: SurveyServer, photos: Tuple[Path, ...], turn: Turn
) -> None:
    survey_server.delay = 0.2
    job = workspace.start_task("1", "given up", photos)
    assert turn(lambda: survey_server.paths("/upload/"))
    survey_server.refuse = {"/remove/": 500}
    job.cancel()
    assert turn(lambda: job.state is JobState.CANCELLED)
    survey_server.delay, survey_server.refuse = 0.0, {}
    assert "given up" in [task["name"] for task in survey_server.tasks.values()]
    connection = Connection.new("again", survey_server.url)
    again = done(open_workspace(connection, USER, PASSWORD, workspace.jobs, NetworkOptions()), turn)
    assert turn(lambda: "given up" not in [task["name"] for task in survey_server.tasks.values()], 15)
    again.close()


class Interrupted(NamedTuple):
    """An upload that QGIS broke off by ending, and the log-in of the next one."""

    task_id: str
    workspace: Workspace
    upload: UnfinishedUpload


@pytest.fixture
def interrupted(
    workspace: Workspace, survey_server: SurveyServer, photos: Tuple[Path, ...], turn: Turn
) -> Iterator[Interrupted]:
    """QGIS ended while photos were on their way to the server."""
    jobs = Jobs()
    connection = Connection.new("x", survey_server.url)
    dying = done(open_workspace(connection, USER, PASSWORD, jobs, NetworkOptions()), turn)
    survey_server.delay = 0.2
    dying.start_task("1", "to be resumed", photos)
    assert turn(lambda: survey_server.paths("/upload/"))
    assert jobs.stop()
    dying.close()
    survey_server.delay = 0.0
    found = next(task["id"] for task in survey_server.tasks.values() if task["name"] == "to be resumed")
    workspace.look_for_unfinished()
    assert turn(lambda: workspace.unfinished)
    yield Interrupted(found, workspace, workspace.unfinished[0])
    with closing(Journal(data_folder())) as journal:
        for upload in journal.unfinished(survey_server.url):
            journal.forget(upload.id)


def test_an_interrupted_upload_goes_on_with_the_photos_that_are_missing(
    interrupted: Interrupted, survey_server: SurveyServer, photos: Tuple[Path, ...], turn: Turn
) -> None:
    task_id, workspace, upload = interrupted
    assert (upload.name, upload.task_id, upload.files_total) == ("to be resumed", task_id, len(photos))
    told: List[tuple] = []
    workspace.unfinished_changed.connect(told.append)
    created: List[Task] = []
    workspace.task_created.connect(created.append)
    job = workspace.resume_upload(upload.id, upload.name)
    assert told == [()], "it is offered no more"
    task = done(job, turn)
    assert created == [task]
    assert task.id == task_id and not task.partial
    assert set(survey_server.uploaded[task_id]) == {path.name for path in photos}
    assert turn(lambda: not workspace.jobs.running())
    assert workspace.unfinished == ()


def test_an_upload_that_stops_again_is_offered_again(
    interrupted: Interrupted, photos: Tuple[Path, ...], turn: Turn
) -> None:
    _task_id, workspace, upload = interrupted
    photos[-1].rename(photos[-1].with_suffix(".away"))
    job = workspace.resume_upload(upload.id, upload.name)
    assert turn(lambda: not job.is_running())
    assert isinstance(job.error, UploadStopped) and job.error.upload_id == upload.id
    assert photos[-1].name in job.error.summary
    assert turn(lambda: workspace.unfinished)
    assert photos[-1].name in workspace.unfinished[0].error


def test_a_task_that_is_gone_from_the_server_is_told_and_offered_no_more(
    interrupted: Interrupted, survey_server: SurveyServer, turn: Turn
) -> None:
    task_id, workspace, upload = interrupted
    del survey_server.tasks[task_id]
    job = workspace.resume_upload(upload.id, upload.name)
    assert turn(lambda: not job.is_running())
    assert isinstance(job.error, TaskGone) and "to be resumed" in job.error.summary
    assert turn(lambda: not workspace.jobs.running())
    assert workspace.unfinished == ()


def test_a_task_that_was_cancelled_on_the_server_is_told_and_can_be_discarded(
    interrupted: Interrupted, survey_server: SurveyServer, turn: Turn
) -> None:
    task_id, workspace, upload = interrupted
    survey_server.tasks[task_id]["pending_action"] = 1
    job = workspace.resume_upload(upload.id, upload.name)
    assert turn(lambda: not job.is_running())
    assert isinstance(job.error, TaskCancelled) and "cancelled on the server" in job.error.summary
    assert turn(lambda: workspace.unfinished)
    assert done(workspace.discard_upload(upload.id, upload.name), turn) is None
    assert task_id not in survey_server.tasks


@pytest.mark.parametrize("verb", ["resume", "discard"])
def test_a_task_that_was_started_meanwhile_stays_and_is_told(
    interrupted: Interrupted, survey_server: SurveyServer, turn: Turn, verb: str
) -> None:
    task_id, workspace, upload = interrupted
    survey_server.tasks[task_id].update(partial=False, status=40, images_count=5)
    told: List[Task] = []
    workspace.upload_was_complete.connect(told.append)
    act = workspace.resume_upload if verb == "resume" else workspace.discard_upload
    task = done(act(upload.id, upload.name), turn)
    assert task.id == task_id and task_id in survey_server.tasks
    assert told == ([task] if verb == "resume" else [])
    assert turn(lambda: not workspace.jobs.running())
    assert workspace.unfinished == ()


def test_a_discarded_upload_leaves_neither_task_nor_entry(
    interrupted: Interrupted, survey_server: SurveyServer, turn: Turn
) -> None:
    task_id, workspace, upload = interrupted
    assert done(workspace.discard_upload(upload.id, upload.name), turn) is None
    assert task_id not in survey_server.tasks
    assert turn(lambda: not workspace.jobs.running())
    assert workspace.unfinished == ()


@pytest.mark.parametrize("used_otherwise", [False, True])
def test_a_project_made_for_an_upload_goes_with_it_unless_it_holds_more(
    workspace: Workspace, survey_server: SurveyServer, photos: Tuple[Path, ...], turn: Turn, used_otherwise: bool
) -> None:
    survey_server.refuse = {"/commit/": 400}
    job = workspace.start_task(None, "without end", photos)
    assert turn(lambda: not job.is_running() and workspace.unfinished)
    assert isinstance(job.error, UploadStopped)
    project = survey_server.projects[-1]
    assert project["name"] == "Beach Ü"
    if used_otherwise:
        workspace.client.sending.create_partial(str(project["id"]), "another", (), tasks_before=())
    done(workspace.discard_upload(workspace.unfinished[0].id, "without end"), turn)
    assert (project in survey_server.projects) == used_otherwise
    assert "without end" not in [task["name"] for task in survey_server.tasks.values()]


def test_an_upload_is_not_discarded_without_the_server(
    interrupted: Interrupted, survey_server: SurveyServer, turn: Turn
) -> None:
    task_id, workspace, upload = interrupted
    survey_server.broken = True
    job = workspace.discard_upload(upload.id, upload.name)
    assert turn(lambda: not job.is_running())
    assert isinstance(job.error, NadirError) and task_id in survey_server.tasks
    assert turn(lambda: workspace.unfinished)
    survey_server.broken = False


def test_an_upload_whose_window_crashed_is_offered_once_its_lease_is_over(
    interrupted: Interrupted, turn: Turn, monkeypatch: pytest.MonkeyPatch
) -> None:
    _task_id, workspace, upload = interrupted
    monkeypatch.setattr("nadir.core.transfers.journal.LEASE_SECONDS", 0.5)
    with closing(Journal(data_folder())) as journal:
        assert journal.lease(upload.id, "a window that crashed")
    workspace.look_for_unfinished()
    assert turn(lambda: workspace.unfinished == ())
    assert turn(lambda: workspace.unfinished == (upload,), 5)


def test_uploads_of_another_user_are_not_offered(workspace: Workspace, photos: Tuple[Path, ...], turn: Turn) -> None:
    plan = UploadPlan(workspace.client.session.url, "1", "not mine", photos)
    with closing(Journal(data_folder())) as journal:
        journal.add(JournalEntry("theirs", plan, plan_files(photos)), "somebody else", "window")
        journal.release("theirs", "window")
        workspace.look_for_unfinished()
        assert turn(lambda: not workspace.jobs.running())
        assert workspace.unfinished == ()
        journal.forget("theirs")


@pytest.mark.parametrize("server_id", ["this-computer", ""], ids=["named", "from before servers were named"])
def test_uploads_to_this_computer_are_offered_though_its_port_has_changed(
    server_id: str, survey_server: SurveyServer, jobs: Jobs, photos: Tuple[Path, ...], turn: Turn
) -> None:
    plan = UploadPlan("http://127.0.0.1:9", "1", "before the port changed", photos, server_id=server_id)
    with closing(Journal(data_folder())) as journal:
        journal.add(JournalEntry("moved", plan, plan_files(photos)), USER, "window")
        journal.release("moved", "window")
        job = open_workspace(Connection.this_computer(survey_server.url), USER, PASSWORD, jobs, NetworkOptions())
        assert turn(lambda: not job.is_running())
        workspace = job.result
        assert turn(lambda: not jobs.running())
        workspace.look_for_unfinished()
        assert turn(lambda: [upload.id for upload in workspace.unfinished] == ["moved"])
        resumed = workspace.resume_upload("moved", "before the port changed")
        task = done(resumed, turn)
        assert sorted(survey_server.uploaded[task.id]) == [path.name for path in photos]
        assert journal.unfinished(survey_server.url, USER, server_id="this-computer") == ()
        workspace.close()


def test_what_changed_on_the_server_is_told(interrupted: Interrupted, survey_server: SurveyServer, turn: Turn) -> None:
    task_id, workspace, upload = interrupted
    survey_server.tasks[task_id]["name"] = "Renamed"
    told: List[str] = []
    workspace.warned.connect(told.append)
    done(workspace.resume_upload(upload.id, upload.name), turn)
    assert any("Renamed" in each for each in told)


def words(moment: UploadProgress) -> str:
    """Its description; numbers are not parted from their units, which cannot be seen here."""
    text = describe(moment)
    assert " MB" not in text and " GB" not in text and " min" not in text
    return text.replace("\N{NO-BREAK SPACE}", " ")


def test_the_progress_of_an_upload_in_words() -> None:
    moment = UploadProgress(52, 100, 231_400_000, 480_000_000, 5_200_000.0, 80.4, "DJI_0052.JPG")
    assert words(moment) == "52 of 100 photos, 231.4 of 480.0 MB, 5.2 MB/s, 1 min 20 s left"
    start = UploadProgress(0, 3, 0, 2_500, 0.0, None, "")
    assert words(start) == "0 of 3 photos, 0.0 of 2.5 kB"
    long = UploadProgress(1, 1900, 10_000_000, 4_200_000_000, 300_000.0, 13_966.0, "")
    total = QLocale().toString(1900)
    assert words(long) == f"1 of {total} photos, 0.0 of 4.2 GB, 300.0 kB/s, 3 h 52 min left"


def test_the_progress_of_a_single_request_is_what_went() -> None:
    """The server confirms it all at once, at the end; a bar that stands still until then says nothing."""
    told: List[Tuple[float, str]] = []
    moment = UploadProgress(0, 120, 0, 600_000_000, 0.0, None, "", 150_000_000, resumable=False)
    control = UploadControl()
    telling(lambda fraction, text: told.append((fraction, text)), control)(moment)
    ((fraction, text),) = told
    assert control.latest == moment
    assert fraction == 0.25 and "150.0 of 600.0" in text.replace("\N{NO-BREAK SPACE}", " ")


def test_verbs_change_the_server_and_the_monitor_sees_it(
    workspace: Workspace, survey_server: SurveyServer, turn: Turn
) -> None:
    monitor = workspace.monitor
    monitor.expand_project("1")
    monitor.start()
    assert turn(lambda: monitor.tasks("1"))
    done(workspace.create_project("Quarry"), turn)
    assert turn(lambda: "Quarry" in [project.name for project in monitor.projects], 5)
    task = monitor.tasks("1")[0]
    done(workspace.cancel_task(task), turn)
    assert turn(lambda: monitor.tasks("1")[0].state.value == "canceled", 5)
    survey_server.looks_until_done = 100
    done(workspace.restart_task(task), turn)
    assert turn(lambda: monitor.tasks("1")[0].state.value == "running", 5)
    done(workspace.remove_task(task), turn)
    assert turn(lambda: monitor.tasks("1") == (), 5)
    done(workspace.delete_project(monitor.projects[0]), turn)
    assert turn(lambda: [project.name for project in monitor.projects] == ["Quarry"], 5)


def test_the_error_of_a_verb_comes_with_its_job(workspace: Workspace, turn: Turn) -> None:
    job = workspace.delete_project(Project("77", "Gone"))
    assert turn(lambda: not job.is_running())
    assert job.state is JobState.FAILED


def test_after_close_nothing_is_signed_and_the_session_is_over(
    workspace: Workspace, signer: RequestSigner, turn: Turn
) -> None:
    workspace.monitor.start()
    assert turn(lambda: workspace.monitor.projects)
    closed: List[bool] = []
    workspace.closed.connect(lambda: closed.append(True))
    workspace.close()
    workspace.close()
    assert closed == [True]
    assert signer._sessions == ()
    assert turn(lambda: workspace.client.session.authorization() == "")  # once the jobs that need it have ended
    assert turn(lambda: not workspace.jobs.running())


def test_loading_a_task_shows_it_once_at_a_time(workspace: Workspace, project: Any, turn: Turn) -> None:
    task = workspace.client.tasks.get("1", TASK_ID)
    loaded: List[Any] = []
    workspace.layers_loaded.connect(loaded.append)
    first, second = workspace.load_results(task), workspace.load_results(task)
    assert turn(lambda: not first.is_running() and not second.is_running())
    assert len(project.mapLayers()) == 4
    assert loaded[0] == task


@pytest.mark.parametrize(
    ("folder", "name"),
    [
        ("/flights/quarry/images", "quarry"),
        ("/flights/quarry/Photos", "quarry"),
        ("/flights/quarry", "quarry"),
        ("/images", "images"),
    ],
)
def test_a_survey_is_named_after_its_folder(folder: str, name: str) -> None:
    assert survey_name(Path(folder)) == name
