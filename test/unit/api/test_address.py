"""Addresses as people type and paste them."""

from __future__ import annotations

import pytest
from nadir.core.api.address import server_url
from nadir.core.api.errors import InvalidAddress


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("drones.example.org", "https://drones.example.org"),
        ("  drones.example.org/ ", "https://drones.example.org"),
        ("drones.example.org:8443", "https://drones.example.org:8443"),
        ("HTTPS://drones.example.org:443/", "https://drones.example.org"),
        ("http://192.168.1.20:8000", "http://192.168.1.20:8000"),
        ("localhost:8000", "http://localhost:8000"),
        ("[::1]:8000", "http://[::1]:8000"),
        ("https://[2001:db8::1]", "https://[2001:db8::1]"),
        ("https:/drones.example.org", "https://drones.example.org"),
        ("https//drones.example.org", "https://drones.example.org"),
        ("http:drones.example.org", "http://drones.example.org"),
        ("https:\\\\drones.example.org\\dashboard", "https://drones.example.org"),
        ("<https://drones.example.org/>", "https://drones.example.org"),
        ("“drones.example.org”,", "https://drones.example.org"),
        ("\u200bhttps://drones.example.org\u2060", "https://drones.example.org"),
        ("http.example.org", "https://http.example.org"),
    ],
)
def test_an_address_in_any_form_is_understood(typed: str, meant: str) -> None:
    assert server_url(typed) == meant


@pytest.mark.parametrize(
    "page",
    [
        "/dashboard/?project_task_open=12&project_task_expanded=5aba71e7-3164-4f65-8aa0-2896f7f33839#console",
        "/map/project/12/task/5aba71e7-3164-4f65-8aa0-2896f7f33839/",
        "/3d/project/12/task/5aba71e7-3164-4f65-8aa0-2896f7f33839/",
        "/public/task/5aba71e7-3164-4f65-8aa0-2896f7f33839/map/",
        "/api/projects/12/tasks/",
        "/processingnode/3/",
        "/login/?next=/dashboard/",
        "/admin/app/task/",
        "/plugins/diagnostic/",
        "/s/a1b2c3",
    ],
)
@pytest.mark.parametrize("server", ["https://drones.example.org", "https://example.org/drones"])
def test_a_page_copied_from_the_browser_means_its_server(server: str, page: str) -> None:
    assert server_url(server + page) == server


@pytest.mark.parametrize("typed", ["", "   ", "not an address", "ftp://drones.example.org", "https://", "http://:8000", "a:b"])
def test_what_is_no_address_is_told(typed: str) -> None:
    with pytest.raises(InvalidAddress):
        server_url(typed)


def test_a_log_in_inside_of_an_address_is_not_taken_and_not_repeated() -> None:
    with pytest.raises(InvalidAddress) as refused:
        server_url("https://pilot:s3cret@drones.example.org")
    assert "s3cret" not in f"{refused.value}{refused.value.detail}"
