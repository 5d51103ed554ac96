"""From what a user adds to photos: folders, files, nonsense; and the end of it when the user cancels."""

from __future__ import annotations

import os
from pathlib import Path
from typing import List

import pytest
from nadir.core.errors import Cancelled
from nadir.core.photos.collecting import FoundFiles, find_files, measure_sharpness, read_photos
from nadir.core.photos.parallel import in_parallel
from nadir.test.unit.photos.drone_photo import DroneTags, write_photo


def find(*paths: Path) -> FoundFiles:
    return find_files(paths, lambda fraction, text: None, lambda: False)


def test_folders_below_are_looked_into_and_files_are_told_apart(tmp_path: Path) -> None:
    for name in ("b/2.JPG", "b/1.tiff", "a.jpeg", "b/gcp_list.txt", ".hidden/3.jpg", "b/._2.JPG"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(b"x")
    found = find(tmp_path)
    assert [path.relative_to(tmp_path).as_posix() for path in found.photos] == ["a.jpeg", "b/1.tiff", "b/2.JPG"]
    assert [path.name for path in found.others] == ["gcp_list.txt"]


def test_a_file_that_is_added_twice_counts_once(tmp_path: Path) -> None:
    (tmp_path / "1.jpg").write_bytes(b"x")
    assert find(tmp_path, tmp_path / "1.jpg", tmp_path).photos == (tmp_path / "1.jpg",)


def test_links_that_lead_in_a_circle_end(tmp_path: Path) -> None:
    (tmp_path / "1.jpg").write_bytes(b"x")
    (tmp_path / "again").symlink_to(tmp_path, target_is_directory=True)
    assert find(tmp_path).photos == (tmp_path / "1.jpg",)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may open all folders")
def test_a_folder_that_may_not_be_opened_is_told(tmp_path: Path) -> None:
    closed = tmp_path / "closed"
    closed.mkdir(mode=0)
    assert find(tmp_path).unreadable == (closed,)


def test_looking_for_files_can_be_cancelled(tmp_path: Path) -> None:
    with pytest.raises(Cancelled):
        find_files([tmp_path], lambda fraction, text: None, lambda: True)


def test_photos_come_in_order_with_progress_and_their_problems(tmp_path: Path) -> None:
    paths = [write_photo(tmp_path / f"{number}.jpg", DroneTags(longitude=11.5 + number)) for number in range(40)]
    paths[7].write_bytes(paths[7].read_bytes()[:-100])
    paths[8].write_bytes(b"")
    paths[9].unlink()
    told: List[float] = []
    photos = list(read_photos(paths, lambda fraction, text: told.append(fraction), lambda: False))
    assert [photo.path for photo in photos] == paths and told == sorted(told) and told[-1] == 1.0
    assert {row: photo.problem for row, photo in enumerate(photos) if photo.problem} == {
        7: "damaged (cut off)",
        8: "empty",
        9: "unreadable (No such file or directory)",
    }


def test_copies_have_one_fingerprint_and_other_photos_another(tmp_path: Path) -> None:
    first, second = (write_photo(tmp_path / name, DroneTags(longitude=place)) for name, place in (("1.jpg", 1.0), ("2.jpg", 2.0)))
    (tmp_path / "copy.jpg").write_bytes(first.read_bytes())
    paths = [first, second, tmp_path / "copy.jpg"]
    one, two, copy = read_photos(paths, lambda fraction, text: None, lambda: False)
    assert one.fingerprint == copy.fingerprint != two.fingerprint


def test_the_sharpness_of_what_cannot_be_used_is_not_looked_at(tmp_path: Path) -> None:
    good, bad = write_photo(tmp_path / "1.jpg", DroneTags()), tmp_path / "2.jpg"
    bad.write_bytes(b"no photo")
    photos = list(read_photos([good, bad], lambda fraction, text: None, lambda: False))
    sharp = list(measure_sharpness(photos, lambda fraction, text: None, lambda: False))
    assert sharp[0].sharpness is not None and sharp[1] == photos[1] and sharp[1].problem == "not a JPEG file"


def test_a_cancel_leaves_work_undone() -> None:
    begun: List[int] = []
    with pytest.raises(Cancelled):
        for done in in_parallel(lambda number: begun.append(number), range(1000), lambda: len(begun) > 20):
            assert done is None
    assert len(begun) < 100


def test_an_error_of_the_work_is_raised_and_no_more_is_begun() -> None:
    begun: List[int] = []

    def work(number: int) -> int:
        begun.append(number)
        return 1 // (5 - number)

    with pytest.raises(ZeroDivisionError):
        list(in_parallel(work, range(1000), lambda: False))
    assert len(begun) < 100
