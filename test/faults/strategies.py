"""What hypothesis draws fault scripts, photos and moments from."""

from __future__ import annotations

from dataclasses import replace
from typing import Sequence, Tuple

from hypothesis import strategies as st
from nadir.core.api.sending import CHUNK_BYTES
from nadir.test.faults.cancelling import CancelTrial
from nadir.test.faults.downloading import DownloadTrial
from nadir.test.faults.killing import Kill, KilledDownload, KillTrial
from nadir.test.faults.script import STATUSES, Fault, Kind, Verb
from nadir.test.faults.uploading import Photo, UploadTrial

_NAMES = (
    "DJI_0001.JPG",
    "DJI_0002.JPG",
    "DJI_0003.JPG",
    "dji_0001.jpg",
    "Wiese süd é.JPG",
    "Wiese su\u0308d e\u0301.JPG",  # the same letters, written in another way
    "空撮 写真 01.jpg",
    "صورة.tif",
    "🌳 'neu' (1) & 100% #2; a=b.JPG",
    "gcp_list.txt",
    "x" * 120 + ".JPG",
)
_SIZES = (1, 1000, 8191, 20_000, 20_000, 20_000, 20_000, 65_536, 150_000, 400_000)  # equal ones are mixed up easily
_WAITS = ("", "", "0", "1", "3600", "soon", "Wed, 21 Oct 2015 07:28:00 GMT", "-1")
_UPLOAD_VERBS = (Verb.LOG_IN, Verb.LIST, Verb.CREATE, Verb.TASK, Verb.UPLOAD, Verb.UPLOAD, Verb.UPLOAD, Verb.COMMIT)
_KILLED_VERBS = (Verb.LIST, Verb.CREATE, Verb.UPLOAD, Verb.UPLOAD, Verb.UPLOAD, Verb.UPLOAD, Verb.COMMIT)
_BOTH_ENDS_AND_BETWEEN = st.one_of(
    st.integers(0, 700),  # within and near the head
    st.integers(-400, -1),  # near the end
    st.integers(0, 500_000),
)

NETWORK_KINDS = (
    Kind.REFUSE,
    Kind.CUT_REQUEST,
    Kind.CUT_ANSWER,
    Kind.STALL_REQUEST,
    Kind.STALL_ANSWER,
    Kind.PAUSE_REQUEST,
    Kind.PAUSE_ANSWER,
    Kind.STATUS_EARLY,
    Kind.STATUS_INSTEAD,
    Kind.STATUS_AFTER,
    Kind.SHORTEN_ANSWER,
    Kind.SWAP_BEFORE,
    Kind.SWAP_AFTER,
    Kind.REPEAT_REQUEST,
)
RESTARTS = (Kind.RESTART_BEFORE, Kind.RESTART_AFTER)


def faults(verbs: Sequence[Verb], kinds: Sequence[Kind]) -> st.SearchStrategy[Fault]:
    """A fault of one of these kinds with one of these requests."""
    drawn = st.builds(
        Fault,
        verb=st.sampled_from(verbs),
        nth=st.sampled_from((0, 0, 0, 0, 1, 1, 2, 3, 5)),
        kind=st.sampled_from(kinds),
        at=_BOTH_ENDS_AND_BETWEEN,
        status=st.sampled_from(STATUSES),
        retry_after=st.sampled_from(_WAITS),
        times=st.sampled_from((1, 1, 1, 2, 5)),
    )
    return drawn.filter(_happens).map(_brief)


def _happens(fault: Fault) -> bool:
    """No proxy repeats a create; who is told that the session has ended had nothing carried out, nor was logging in."""
    if fault.kind is Kind.REPEAT_REQUEST:
        return fault.verb is not Verb.CREATE
    return not (fault.status == 403 and (fault.verb is Verb.LOG_IN or fault.kind is Kind.STATUS_AFTER))


def _brief(fault: Fault) -> Fault:
    """A stall lasts for a whole time-out: few of them, so that many scripts can run."""
    stalls = fault.kind in (Kind.STALL_REQUEST, Kind.STALL_ANSWER)
    return replace(fault, times=min(fault.times, 2)) if stalls else fault


def photos(least: int = 1, most: int = 7) -> st.SearchStrategy[Tuple[Photo, ...]]:
    """A few photos from two folders; names may be the same, or differ in ways that not every system sees."""
    photo = st.builds(
        Photo,
        folder=st.sampled_from(("Flug 1", "Flug 2")),
        name=st.sampled_from(_NAMES),
        size=st.sampled_from(_SIZES),
        seed=st.integers(0, 1_000_000),
    )
    return st.lists(photo, min_size=least, max_size=most, unique_by=lambda one: (one.folder, one.name)).map(tuple)


def upload_trials(
    kinds: Sequence[Kind] = NETWORK_KINDS + RESTARTS, most: int = 6, verbs: Sequence[Verb] = _UPLOAD_VERBS
) -> st.SearchStrategy[UploadTrial]:
    """Photos, and a script of faults at any step of their upload."""
    script = st.lists(faults(verbs, kinds), min_size=1, max_size=most).map(tuple)
    return st.builds(
        UploadTrial,
        photos=photos(),
        faults=script,
        connections=st.integers(1, 4),
        chunk_bytes=st.sampled_from((CHUNK_BYTES, 60_000, 7_000)),
    )


def kills(verbs: Sequence[Verb] = _KILLED_VERBS) -> st.SearchStrategy[Kill]:
    """At a byte of a request or of its answer, or at any moment."""
    at_a_message = st.builds(
        Fault,
        verb=st.sampled_from(verbs),
        nth=st.sampled_from((0, 0, 0, 1, 2)),
        kind=st.sampled_from((Kind.KILL_IN_REQUEST, Kind.KILL_IN_ANSWER)),
        at=_BOTH_ENDS_AND_BETWEEN,
    )
    return st.one_of(
        st.builds(Kill, fault=at_a_message),
        st.builds(Kill, fault=at_a_message),
        st.builds(Kill, seconds=st.floats(0.001, 0.1)),
    )


def kill_trials(most: int = 3) -> st.SearchStrategy[KillTrial]:
    many = st.lists(kills(), min_size=1, max_size=most).map(tuple)
    return st.builds(
        KillTrial,
        photos=photos(5, 12),
        kills=many,
        connections=st.integers(1, 4),
        chunk_bytes=st.sampled_from((CHUNK_BYTES, 60_000)),
    )


_DOWNLOAD_KINDS = (
    *NETWORK_KINDS,
    *(Kind.CUT_ANSWER, Kind.CUT_ANSWER, Kind.STALL_ANSWER, Kind.SHORTEN_ANSWER, Kind.CHANGE_IN_ANSWER),
    *(Kind.CHANGE_IN_ANSWER, Kind.SWAP_AFTER),
)


def download_trials(assets: Sequence[str], most: int = 5) -> st.SearchStrategy[DownloadTrial]:
    """A file of some length, and what goes wrong while it comes."""
    verbs = (Verb.DOWNLOAD, Verb.DOWNLOAD, Verb.DOWNLOAD, Verb.DOWNLOAD, Verb.LOG_IN)
    return st.builds(
        DownloadTrial,
        asset=st.sampled_from(assets),
        size=st.sampled_from((300, 5_000, 70_000, 400_000, 1_500_000)),
        seed=st.integers(0, 1_000_000),
        faults=st.lists(faults(verbs, _DOWNLOAD_KINDS), min_size=1, max_size=most).map(tuple),
    )


def cancel_trials() -> st.SearchStrategy[CancelTrial]:
    """An upload that is cancelled at one of its requests."""
    return st.builds(
        CancelTrial,
        upload=upload_trials(most=3, verbs=(*_UPLOAD_VERBS, *[Verb.REMOVE] * 4)),
        verb=st.sampled_from((Verb.LIST, Verb.CREATE, Verb.UPLOAD, Verb.UPLOAD, Verb.COMMIT)),
        nth=st.sampled_from((0, 0, 1, 3)),
    )


def killed_downloads(assets: Sequence[str]) -> st.SearchStrategy[KilledDownload]:
    """A file that is large enough to be killed in."""
    in_answer = st.builds(
        Fault,
        verb=st.just(Verb.DOWNLOAD),
        nth=st.just(0),
        kind=st.just(Kind.KILL_IN_ANSWER),
        at=st.one_of(st.integers(0, 3_000_000), st.integers(-100, -1)),
    )
    return st.builds(
        KilledDownload,
        asset=st.sampled_from(assets),
        size=st.sampled_from((700_000, 3_000_000)),
        seed=st.integers(0, 1_000_000),
        kills=st.lists(st.builds(Kill, fault=in_answer), min_size=1, max_size=3).map(tuple),
    )


def old_upload_trials() -> st.SearchStrategy[UploadTrial]:
    """An upload to a server that takes a task only together with all its photos."""
    script = st.lists(faults((Verb.LOG_IN, Verb.LIST, *[Verb.CREATE] * 5), NETWORK_KINDS + RESTARTS), max_size=4)
    return st.builds(UploadTrial, photos=photos(2), faults=script.map(tuple))
