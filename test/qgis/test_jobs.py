"""Background jobs: told on the main thread, cancellable, out of the map's way, gone after `stop`."""

from __future__ import annotations

import gc
import threading
import time
import urllib.request
import weakref
from typing import Any, Callable, Iterator, List

import pytest
from nadir.core.errors import Cancelled, NadirError
from nadir.core.jobs import JobControl, Jobs, JobState
from qgis.core import (
    QgsApplication,
    QgsFeature,
    QgsGeometry,
    QgsMapRendererParallelJob,
    QgsMapSettings,
    QgsPointXY,
    QgsVectorLayer,
)
from qgis.PyQt.QtCore import QSize, QThreadPool
from qgis.PyQt.QtGui import QColor

Turn = Callable[..., bool]


def threads_of_nadir() -> List[threading.Thread]:
    return [thread for thread in threading.enumerate() if thread.name.startswith("nadir:")]


def test_a_result_and_its_progress_arrive_on_the_main_thread(jobs: Jobs, turn: Turn) -> None:
    heard: List[Any] = []

    def work(control: JobControl) -> int:
        control.progress(0.5, "half")
        control.report("a value on the way")
        return 42

    job = jobs.start("count", work)
    main = threading.current_thread()
    job.progressed.connect(lambda fraction, text: heard.append((fraction, text, threading.current_thread() is main)))
    job.reported.connect(lambda value: heard.append((value, threading.current_thread() is main)))
    job.succeeded.connect(lambda value: heard.append((value, threading.current_thread() is main)))
    job.finished.connect(lambda: heard.append("finished"))
    assert turn(lambda: "finished" in heard)
    assert heard == [(0.5, "half", True), ("a value on the way", True), (42, True), "finished"]
    assert job.state is JobState.SUCCEEDED
    assert jobs.running() == ()


def test_an_error_is_told_and_nothing_else(jobs: Jobs, turn: Turn) -> None:
    def work(_control: JobControl) -> None:
        raise NadirError("The folder is empty.", "Choose another one.")

    job = jobs.start("fail", work)
    heard: List[Any] = []
    job.succeeded.connect(heard.append)
    job.failed.connect(heard.append)
    assert turn(lambda: not job.is_running())
    assert [error.summary for error in heard] == ["The folder is empty."]


def test_the_finishing_step_runs_on_the_main_thread_and_its_errors_count(jobs: Jobs, turn: Turn) -> None:
    where: List[threading.Thread] = []

    def finish(value: int) -> int:
        where.append(threading.current_thread())
        if value < 0:
            raise NadirError("negative")
        return value * 2

    good = jobs.start("good", lambda control: 21, finish=finish)
    bad = jobs.start("bad", lambda control: -1, finish=finish)
    assert turn(lambda: not good.is_running() and not bad.is_running())
    assert good.result == 42
    assert bad.state is JobState.FAILED
    assert set(where) == {threading.current_thread()}


@pytest.fixture
def no_garbage_collection() -> Iterator[None]:
    gc.disable()
    yield
    gc.enable()


@pytest.mark.usefixtures("no_garbage_collection")
def test_an_ended_job_is_let_go_even_by_slots_that_hold_it(jobs: Jobs, turn: Turn) -> None:
    class Result:
        pass

    job = jobs.start("short", lambda control: Result())
    ends: List[Any] = []
    job.finished.connect(lambda held=job: ends.append(held.state))
    job.succeeded.connect(lambda result: ends.append(type(result)))
    assert turn(lambda: len(ends) == 2)
    kept = weakref.ref(job.result)
    ends.clear()
    del job
    assert kept() is None, "else Python's collector deletes it at some time, on whatever thread that runs"


def test_work_can_have_something_done_on_the_main_thread(jobs: Jobs, turn: Turn) -> None:
    def refuse() -> None:
        raise NadirError("not possible")

    def work(control: JobControl) -> bool:
        with pytest.raises(NadirError, match="not possible"):
            control.on_main_thread(refuse)
        return control.on_main_thread(threading.current_thread) is threading.main_thread()

    job = jobs.start("call", work)
    assert turn(lambda: not job.is_running())
    assert job.result is True


def test_stop_does_not_wait_for_what_the_main_thread_will_never_do() -> None:
    jobs = Jobs()
    jobs.start("call", lambda control: control.on_main_thread(lambda: None))
    assert jobs.stop(5.0)


def test_cancel_ends_a_waiting_job_at_once(jobs: Jobs, turn: Turn) -> None:
    def work(control: JobControl) -> None:
        control.wait(60)
        control.raise_if_cancelled()

    job = jobs.start("wait", work)
    cancelled: List[bool] = []
    job.was_cancelled.connect(lambda: cancelled.append(True))
    started = time.monotonic()
    job.cancel()
    assert turn(lambda: cancelled)
    assert time.monotonic() - started < 5
    assert not threads_of_nadir()


def test_an_error_that_a_cancel_caused_is_no_failure(jobs: Jobs, turn: Turn) -> None:
    def work(control: JobControl) -> None:
        control.wait(60)
        raise ConnectionError("the connection was closed")

    job = jobs.start("upload", work)
    job.cancel()
    assert turn(lambda: not job.is_running())
    assert job.state is JobState.CANCELLED


def test_a_flood_of_progress_reaches_the_main_thread_thinned_out(jobs: Jobs, turn: Turn) -> None:
    told = threading.Event()

    def work(control: JobControl) -> None:
        for step in range(20000):
            control.progress(step / 19999, str(step))
        told.set()
        control.wait(60)

    job = jobs.start("flood", work)
    seen: List[str] = []
    job.progressed.connect(lambda fraction, text: seen.append(text))
    assert told.wait(20)  # the event loop does not turn meanwhile
    assert turn(lambda: seen and seen[-1] == "19999")
    assert len(seen) < 100


def test_a_shown_job_is_in_the_task_manager_and_can_be_cancelled_there(jobs: Jobs, turn: Turn) -> None:
    def work(control: JobControl) -> None:
        control.progress(0.25, "uploading")
        control.wait(60)
        raise Cancelled("Cancelled")

    job = jobs.start("Upload of Brighton Beach", work, shown=True)
    manager = QgsApplication.taskManager()

    def shown() -> List[Any]:
        return [task for task in manager.tasks() if task.description() == job.title]

    assert turn(lambda: shown() and shown()[0].progress() == pytest.approx(25.0))
    shown()[0].cancel()
    assert turn(lambda: job.state is JobState.CANCELLED)
    assert turn(lambda: not shown())


def test_the_task_of_a_shown_job_goes_when_the_job_succeeds(jobs: Jobs, turn: Turn) -> None:
    job = jobs.start("Short", lambda control: "done", shown=True)
    assert turn(lambda: job.result == "done")
    assert turn(lambda: not [task for task in QgsApplication.taskManager().tasks() if task.description() == "Short"])


@pytest.fixture
def two_pool_threads() -> Any:
    """QGIS on a machine with two cores."""
    pool = QThreadPool.globalInstance()
    before = pool.maxThreadCount()
    pool.setMaxThreadCount(2)
    yield
    pool.setMaxThreadCount(before)


def points_layer() -> QgsVectorLayer:
    layer = QgsVectorLayer("Point?crs=EPSG:4326", "points", "memory")
    features = []
    for index in range(50):
        feature = QgsFeature()
        feature.setGeometry(QgsGeometry.fromPointXY(QgsPointXY(index % 10, index // 10)))
        features.append(feature)
    layer.dataProvider().addFeatures(features)
    layer.updateExtents()
    return layer


def render(layer: QgsVectorLayer) -> float:
    """Seconds until a map of `layer` is painted, by the renderer that the map canvas uses."""
    settings = QgsMapSettings()
    settings.setLayers([layer])
    settings.setExtent(layer.extent())
    settings.setOutputSize(QSize(400, 300))
    settings.setBackgroundColor(QColor("white"))
    started = time.monotonic()
    job = QgsMapRendererParallelJob(settings)
    job.start()
    job.waitForFinished()
    assert not job.renderedImage().isNull()
    return time.monotonic() - started


@pytest.mark.usefixtures("two_pool_threads")
def test_a_map_renders_while_four_shown_jobs_wait_for_a_slow_server(jobs: Jobs, turn: Turn, slow_server: Any) -> None:
    layer = points_layer()
    render(layer)  # fonts and symbols are loaded with the first picture

    def ask(_control: JobControl) -> int:
        with urllib.request.urlopen(slow_server.url, timeout=30) as answer:
            return answer.status

    waiting = [jobs.start(f"slow {number}", ask, shown=True) for number in range(4)]
    assert all(slow_server.waiting.acquire(timeout=10) for _ in waiting)
    slow = [task for task in QgsApplication.taskManager().tasks() if task.description().startswith("slow")]
    assert turn(lambda: all(task.status() == task.TaskStatus.Running for task in slow)) and len(slow) == 4

    seconds = render(layer)

    assert all(job.is_running() for job in waiting), "the picture has to be ready before the server answers"
    assert seconds < 0.5
    slow_server.released.set()
    assert turn(lambda: all(job.result == 204 for job in waiting))
    assert turn(lambda: QThreadPool.globalInstance().activeThreadCount() == 0)


def test_stop_leaves_no_thread_and_nothing_is_heard_afterwards(turn: Turn) -> None:
    jobs = Jobs()
    heard: List[Any] = []

    def work(control: JobControl) -> None:
        while not control.wait(60):
            pass

    started = [jobs.start(f"job {number}", work, shown=number % 2 == 0) for number in range(6)]
    for job in started:
        job.finished.connect(lambda: heard.append("finished"))
    assert len(threads_of_nadir()) == 6
    assert jobs.stop()
    assert jobs.stop()
    assert not threads_of_nadir()
    assert turn(lambda: not [task for task in QgsApplication.taskManager().tasks() if "job" in task.description()])
    assert heard == []
    assert all(job.state is JobState.CANCELLED for job in started)
    assert jobs.start("too late", work).state is JobState.CANCELLED
    assert not threads_of_nadir()
