"""Single requests over the wire: signed for one origin only, redirects followed by hand, answers limited in size."""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass, field
from typing import Any, Callable, Iterator, Mapping, Optional, Protocol
from urllib.parse import urljoin, urlsplit

import requests
import urllib3

from .address import origin_of
from .answers import Answer
from .errors import AnswerTooLarge, ConnectionLost, NotThisKindOfServer, UnexpectedAnswer
from .exchange import BreakableAdapter, CancelCheck, Exchange, never, run
from .failures import network_failure
from .network import NetworkOptions

JSON_LIMIT = 64 * 1024 * 1024  # bytes; the largest documented answer is far below one hundredth of it
_BLOCK = 256 * 1024
_MOST_REDIRECTS = 5
_REDIRECTS = (301, 302, 303, 307, 308)

Sink = Callable[[bytes], None]
"""Takes the next bytes of a streamed answer, on the exchange's thread."""
StreamStart = Callable[[int, Mapping[str, str]], Sink]
"""Called with status (200, or 206 for a range) and headers of a good answer that is to be streamed."""
_STREAMED = (200, 206)
_SAFE_ABROAD = ("range", "if-range", "if-none-match", "if-modified-since")  # headers that may go to another origin
_IDEMPOTENT = ("GET", "HEAD", "OPTIONS", "PUT", "DELETE")


class Body(Protocol):
    """A body that is streamed: blocks, best of 128 kB to 1 MB, and their total length. Iterated anew each time sent."""

    @property
    def content_type(self) -> str: ...

    def __len__(self) -> int: ...

    def __iter__(self) -> Iterator[bytes]: ...


@dataclass(frozen=True)
class Call:
    """One request, complete but for its signature. `path` begins with '/' and lies under the server's address."""

    method: str
    path: str
    params: Mapping[str, str] = field(default_factory=dict)
    json: Any = None
    body: Optional[Body] = None
    stream: Optional[StreamStart] = None
    headers: Mapping[str, str] = field(default_factory=dict)
    """More request headers, such as Range and If-Range."""
    idempotent: Optional[bool] = None
    """Whether it may be made twice without harm; by default as its method promises. Set it for a harmless POST."""
    limit: int = JSON_LIMIT
    deadline: Optional[float] = None
    """Seconds for the whole; by default connect plus read time-out, and none where something large is moved."""
    silence: Optional[float] = None
    """Seconds without a byte that are borne, where the network options' read time-out is too short."""

    @property
    def may_be_repeated(self) -> bool:
        """Whether the session may make the call again by itself; what is streamed is taken up by who streams."""
        harmless = self.method in _IDEMPOTENT if self.idempotent is None else self.idempotent
        return harmless and self.stream is None and self.body is None


class Transport:
    """Sends calls to one server, over connections that are kept. Thread-safe."""

    def __init__(self, url: str, network: NetworkOptions) -> None:
        self.url = url
        self._network = network
        self._origin = origin_of(url)
        self._adapter = BreakableAdapter(pool_connections=4, pool_maxsize=16)

    def close(self) -> None:
        """Close the connections that wait for use."""
        self._adapter.close()

    def send(
        self,
        call: Call,
        authorization: str,
        *,
        cancelled: CancelCheck = never,
        on_tick: Optional[Callable[[], None]] = None,
    ) -> Answer:
        """The answer to a call, whatever its status. Raises typed errors where there is none."""
        try:
            return self._run(call, authorization, cancelled, on_tick)
        except ConnectionLost:  # most often a kept connection that the server closed at this very moment
            if not call.may_be_repeated:
                raise
        return self._run(call, authorization, cancelled, on_tick)

    def _run(
        self, call: Call, authorization: str, cancelled: CancelCheck, on_tick: Optional[Callable[[], None]]
    ) -> Answer:
        silence = call.silence or self._network.read_timeout
        moves_much = call.body is not None or call.stream is not None
        return run(
            lambda exchange: self._follow(call, authorization, exchange),
            read_timeout=silence,
            cancelled=cancelled,
            deadline=call.deadline or (None if moves_much else self._network.connect_timeout + silence),
            on_tick=on_tick,
        )

    def _follow(self, call: Call, authorization: str, exchange: Exchange) -> Answer:
        """Send, and go where a redirect leads: within the origin signed, beyond it unsigned and for streams only."""
        url = self.url + call.path
        for _hop in range(_MOST_REDIRECTS + 1):
            signature = authorization if origin_of(url) == self._origin else ""
            answer = self._request(call, url, signature, exchange)
            location = answer.headers.get("Location", "")
            if answer.status not in _REDIRECTS or not location:
                return answer
            url = self._next(call, url, urljoin(url, location))
        raise UnexpectedAnswer("The server sends from one address to the next without end.", "", url.split("?")[0])

    def _next(self, call: Call, url: str, target: str) -> str:
        origin = origin_of(target)
        same = origin == self._origin == origin_of(url)
        unsigned_stream = call.stream is not None and origin.scheme in ("http", "https")
        downgrade = self._origin.scheme == "https" and origin.scheme != "https"
        if call.method == "GET" and (same or (unsigned_stream and not downgrade)):
            return target
        shown = urlsplit(target)
        raise NotThisKindOfServer(
            f"The server sends on to another address: {shown.scheme}://{shown.netloc}",
            "If that is the server that you mean, enter its address instead.",
            f"Redirect from {url.split('?')[0]} to {target.split('?')[0]}",
        )

    def _request(self, call: Call, url: str, authorization: str, exchange: Exchange) -> Answer:
        prepared = self._prepare(call, url, authorization)
        timeout = (self._network.connect_timeout, exchange.read_timeout)
        try:
            with closing(
                self._adapter.send(
                    prepared,
                    stream=True,
                    timeout=timeout,
                    verify=self._network.ca_bundle or True,
                    cert=self._network.client_certificate or None,
                    proxies=self._network.proxies_for(url),
                )
            ) as response:
                return self._receive(call, response, exchange)
        except (requests.exceptions.RequestException, urllib3.exceptions.HTTPError, OSError) as error:
            exchange.check()  # broken off: not the network's fault
            raise network_failure(error, url) from error

    def _prepare(self, call: Call, url: str, authorization: str) -> requests.PreparedRequest:
        headers = {
            "Accept": "application/json, */*",  # anything narrower is a 406 on some addresses
            "User-Agent": "Nadir (QGIS plugin)",
            # A streamed file is wanted as it is, so that its length can be checked.
            "Accept-Encoding": "identity" if call.stream else "gzip",
        }
        abroad = origin_of(url) != self._origin
        headers.update({key: value for key, value in call.headers.items() if not abroad or key.lower() in _SAFE_ABROAD})
        if authorization:
            headers["Authorization"] = authorization
        if call.body is not None:
            headers["Content-Type"] = call.body.content_type
        params = call.params if url == self.url + call.path else {}
        return requests.Request(
            call.method, url, headers=headers, params=params, json=call.json, data=call.body
        ).prepare()

    def _receive(self, call: Call, response: requests.Response, exchange: Exchange) -> Answer:
        headers = response.headers
        if call.stream is not None and response.status_code in _STREAMED:
            sink = call.stream(response.status_code, headers)
            for block in response.iter_content(_BLOCK):
                exchange.check()
                sink(block)
            body = b""
        else:
            body = _limited(response, call.limit, exchange)
        exchange.check()
        return Answer(response.status_code, headers, body, response.url)


def _limited(response: requests.Response, limit: int, exchange: Exchange) -> bytes:
    blocks: list[bytes] = []
    total = 0
    for block in response.iter_content(64 * 1024):
        exchange.check()
        total += len(block)
        if total > limit:
            raise AnswerTooLarge(
                "The server's answer is larger than it can rightly be.",
                "Check the address of the server.",
                f"More than {limit} bytes from {response.url.split('?')[0]}",
            )
        blocks.append(block)
    return b"".join(blocks)
