"""Single requests over the wire: signed for one origin only, redirects followed by hand, answers limited in size."""

from __future__ import annotations

import secrets
import string
import threading
from contextlib import closing
from dataclasses import dataclass, field
from typing import Any, Callable, Iterator, Mapping, Optional, Protocol, Union
from urllib.parse import urljoin, urlsplit

import requests
import urllib3

from .address import Origin, origin_of
from .answers import Answer, page_instead
from .errors import CaptivePortal, CertificateRefused, ConnectionLost, NotThisKindOfServer, UnexpectedAnswer
from .exchange import CancelCheck, Exchange, never, run
from .failures import network_failure
from .network import NetworkOptions
from .receiving import unpacked, whole
from .tls import context_for
from .wire import BreakableAdapter

JSON_LIMIT = 64 * 1024 * 1024  # bytes; the largest documented answer is far below one hundredth of it
_LONGEST = 5  # read time-outs that an answer may take in all where nothing large is moved
_MOST_REDIRECTS = 5
_REDIRECTS = (301, 302, 303, 307, 308)

Block = Union[bytes, memoryview]
Sink = Callable[[bytes], None]
"""Takes the next bytes of a streamed answer, on the exchange's thread."""
StreamStart = Callable[[int, Mapping[str, str]], Sink]
"""Called with status (200, or 206 for a range) and headers of a good answer that is to be streamed."""
_STREAMED = (200, 206)
_SAFE_ABROAD = ("range", "if-range", "if-none-match", "if-modified-since")  # headers that may go to another origin
_IDEMPOTENT = ("GET", "HEAD", "OPTIONS", "PUT", "DELETE")
_SAFE = ("GET", "HEAD", "OPTIONS")  # methods that no server asks a CSRF token for
_PLUGINS = "/api/plugins/"


class Body(Protocol):
    """A body that is streamed: blocks, best of 128 kB to 1 MB, and their total length. Iterated anew each time sent."""

    @property
    def content_type(self) -> str: ...

    def __len__(self) -> int: ...

    def __iter__(self) -> Iterator[Block]: ...


@dataclass(frozen=True)
class Call:
    """One request, complete but for its signature. `path` begins with '/' and lies under the server's address."""

    method: str
    path: str
    params: Mapping[str, str] = field(default_factory=dict)
    json: Any = field(default=None, repr=False)
    body: Optional[Body] = None
    stream: Optional[StreamStart] = None
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    """More request headers, such as Range and If-Range."""
    idempotent: Optional[bool] = None
    """Whether it may be made twice without harm; by default as its method promises. Set it for a harmless POST."""
    limit: int = JSON_LIMIT
    deadline: Optional[float] = None
    """Seconds for the whole; by default some read time-outs, and none where something large is moved."""
    silence: Optional[float] = None
    """Seconds without a byte that are borne, where the network options' read time-out is too short."""

    @property
    def moves_much(self) -> bool:
        """Whether it takes as long as it takes, and is taken up again by who streams."""
        return self.body is not None or self.stream is not None

    @property
    def may_be_repeated(self) -> bool:
        """Whether the session may make the call again by itself."""
        harmless = self.method in _IDEMPOTENT if self.idempotent is None else self.idempotent
        return harmless and not self.moves_much


class Transport:
    """Sends calls to one server, over connections that are kept. Thread-safe."""

    def __init__(self, url: str, network: NetworkOptions) -> None:
        self.url = url
        self.known = False
        """Whether the server has shown that it is one of this kind: a web page from it is then a passing thing."""
        self._network = network
        self._origin = _wire_origin(url)
        self._adapters: dict[tuple[bool, str, str], BreakableAdapter] = {}
        self._making = threading.Lock()

    def close(self) -> None:
        """Close the connections that wait for use."""
        with self._making:
            adapters = list(self._adapters.values())
            self._adapters.clear()
        for adapter in adapters:
            adapter.close()

    def send(
        self,
        call: Call,
        authorization: str,
        *,
        cancelled: CancelCheck = never,
        on_tick: Optional[Callable[[], None]] = None,
    ) -> Answer:
        """The answer to a call, whatever its status. Raises typed errors where there is none."""
        silence = call.silence or self._network.read_timeout
        connecting = self._network.connect_timeout
        deadline = call.deadline or (None if call.moves_much else connecting + _LONGEST * silence)
        return run(
            lambda exchange: self._follow(call, authorization, exchange),
            Exchange(silence, repeatable=call.may_be_repeated or call.stream is not None),
            cancelled=cancelled,
            deadline=deadline,
            silence=connecting + silence,
            on_tick=on_tick,
        )

    def _follow(self, call: Call, authorization: str, exchange: Exchange) -> Answer:
        """Send, and go where a redirect leads: within the origin signed, beyond it unsigned and for streams only."""
        url = self.url + call.path
        for _hop in range(_MOST_REDIRECTS + 1):
            answer = self._request(call, url, authorization, exchange)
            location = answer.headers.get("Location", "")
            if answer.status not in _REDIRECTS or not location:
                return answer
            url = self._next(call, url, answer)
        raise UnexpectedAnswer("The server sends from one address to the next without end.", "", url.split("?")[0])

    def _next(self, call: Call, url: str, answer: Answer) -> str:
        """Where a redirect leads, if this call may go there."""
        try:
            target = urljoin(url, _as_utf8(answer.headers["Location"]))
            origin = _wire_origin(target)
        except (requests.exceptions.RequestException, ValueError) as error:
            raise UnexpectedAnswer(
                "The server sends on to an address that is none.", "Try again.", f"{error} at {url.split('?')[0]}"
            ) from error
        if origin == self._origin == _wire_origin(url) and (call.method == "GET" or _same_call(url, target, answer)):
            return target
        unsigned_stream = call.method == "GET" and call.stream is not None and origin.scheme in ("http", "https")
        downgrade = self._origin.scheme == "https" and origin.scheme != "https"
        if unsigned_stream and not downgrade:
            return target
        raise self._led_away(url, target)

    def _led_away(self, url: str, target: str) -> NotThisKindOfServer:
        shown = urlsplit(target)
        place = f"{shown.scheme}://{shown.hostname or ''}" + (f":{shown.port}" if shown.port else "")
        detail = f"Redirect from {url.split('?')[0]} to {place}{shown.path}"
        if self.known and self._origin.scheme == "http" and shown.hostname != self._origin.host:
            return CaptivePortal(
                "The network wants you to log in to it first.", f"Open {place} in a browser, then try again.", detail
            )
        return NotThisKindOfServer(
            f"The server sends on to another address: {place}",
            "If that is the server that you mean, enter its address instead.",
            detail,
        )

    def _request(self, call: Call, url: str, authorization: str, exchange: Exchange) -> Answer:
        prepared = self._prepare(call, url, authorization, exchange)
        pinned = self._network.pinned_for(url)
        if pinned:
            try:
                return self._exchange(call, prepared, self._adapter(prepared, pinned), exchange)
            except CertificateRefused as error:
                if "ingerprint" not in error.detail:
                    raise
                # The server has another certificate by now, which may be a good one.
        return self._exchange(call, prepared, self._adapter(prepared, ""), exchange)

    def _exchange(
        self, call: Call, prepared: requests.PreparedRequest, adapter: BreakableAdapter, exchange: Exchange
    ) -> Answer:
        url = prepared.url or ""
        proxies = self._network.proxies_for(url)
        timeout = (self._network.connect_timeout, exchange.read_timeout)
        try:
            with closing(adapter.send(prepared, stream=True, timeout=timeout, proxies=proxies)) as response:
                return self._receive(call, response, exchange)
        except (requests.exceptions.RequestException, urllib3.exceptions.HTTPError, OSError) as error:
            exchange.check()  # broken off: not the network's fault
            raise network_failure(error, url, with_proxy=bool(proxies)) from error

    def _adapter(self, prepared: requests.PreparedRequest, fingerprint: str) -> BreakableAdapter:
        """The connections to the server itself, or to where it sends on, which is shown no certificate of ours."""
        origin = _wire_origin(prepared.url or "")
        key = (origin == self._origin, origin.scheme, fingerprint)
        with self._making:
            if key not in self._adapters:
                network = self._network if key[0] else self._network.abroad()
                secure = origin.scheme == "https"
                context = context_for(network, verify=not fingerprint) if secure else None
                self._adapters[key] = BreakableAdapter(context, fingerprint)
            return self._adapters[key]

    def _prepare(self, call: Call, url: str, authorization: str, exchange: Exchange) -> requests.PreparedRequest:
        headers = {
            "Accept": "application/json, */*",  # anything narrower is a 406 on some addresses
            "User-Agent": "Nadir (QGIS plugin)",
            # A streamed file is wanted as it is, so that its length can be checked.
            "Accept-Encoding": "identity" if call.stream else "gzip",
        }
        if call.body is not None:
            headers["Content-Type"] = call.body.content_type
        params = call.params if url == self.url + call.path else {}
        data = None if call.body is None else _Sending(call.body, exchange)
        try:
            prepared = requests.Request(
                call.method, url, headers=headers, params=params, json=call.json, data=data
            ).prepare()
            self._sign(call, prepared, authorization)
        except (requests.exceptions.RequestException, ValueError) as error:
            raise network_failure(error, url) from error
        return prepared

    def _sign(self, call: Call, prepared: requests.PreparedRequest, authorization: str) -> None:
        """Add what belongs to this server alone, where the address as it goes out is of its origin."""
        home = _wire_origin(prepared.url or "") == self._origin
        for name, value in call.headers.items():
            if home or name.lower() in _SAFE_ABROAD:
                prepared.headers[name] = value
        if not home:
            return
        if authorization:
            prepared.headers["Authorization"] = authorization
        if call.method not in _SAFE and call.path.startswith(_PLUGINS):
            prepared.headers.update(self._against_forgery())

    def _against_forgery(self) -> dict[str, str]:
        """What plugins of the server ask of every POST although it is signed: a cookie and a header that agree.

        The pair is made up for the one request; no cookie of the server is kept or sent.
        """
        letters = string.ascii_letters + string.digits
        made_up = "".join(secrets.choice(letters) for _ in range(64))
        return {"X-CSRFToken": made_up, "Cookie": f"csrftoken={made_up}", "Referer": self.url + "/"}

    def _receive(self, call: Call, response: requests.Response, exchange: Exchange) -> Answer:
        headers = response.headers
        status = response.status_code
        url = response.url or ""
        if exchange.in_body and not exchange.all_sent and status < 300:
            raise ConnectionLost(
                "The server answered before it had everything.", "Try again.", f"HTTP {status} from {url.split('?')[0]}"
            )
        if call.stream is not None and status in _STREAMED:
            if "html" in headers.get("Content-Type", "").lower():
                raise page_instead(Answer(status, headers, whole(response, call.limit, exchange), url, self.known))
            sink = call.stream(status, headers)
            for block in unpacked(response, exchange):
                sink(block)
            body = b""
        else:
            body = whole(response, call.limit, exchange)
        exchange.check()
        return Answer(status, headers, body, url, self.known)


class _Sending:
    """A body on its way: tells the exchange when it is this side that the other one waits for, and when all is sent."""

    def __init__(self, body: Body, exchange: Exchange) -> None:
        self._body = body
        self._exchange = exchange

    def __len__(self) -> int:
        return len(self._body)

    def __iter__(self) -> Iterator[Block]:
        exchange = self._exchange
        exchange.in_body, exchange.all_sent = True, False
        blocks = iter(self._body)
        while True:
            exchange.ours = True
            try:
                block = next(blocks, None)
            finally:
                exchange.ours = False
            if block is None:
                break
            exchange.check()
            yield block
        exchange.all_sent = True


def _wire_origin(url: str) -> Origin:
    """The origin of an address as it goes out, its host in ASCII.

    Raises ValueError where not everybody would read the same host out of it, or where it holds a log-in.
    """
    parts = urlsplit(url)
    if not url.isprintable() or any(letter.isspace() for letter in parts.netloc):
        raise ValueError("an address with letters that have no place there")
    read_by_urllib3 = urllib3.util.parse_url(url)
    if parts.username is not None or parts.password is not None or read_by_urllib3.auth:
        raise ValueError("an address that holds a user name")
    given, read = origin_of(url), origin_of(read_by_urllib3.url)
    if given != read and parts.netloc.isascii():
        raise ValueError("an address of two hosts")
    return origin_of(requests.Request("GET", url).prepare().url or url)


def _as_utf8(location: str) -> str:
    """A Location header as it was meant: `http.client` takes each byte for a letter of its own."""
    try:
        return location.encode("latin-1").decode("utf-8")
    except UnicodeError:
        return location


def _same_call(url: str, target: str, answer: Answer) -> bool:
    """Whether a redirect certainly means that the same request, not carried out yet, be made there."""
    before, after = urlsplit(url), urlsplit(target)
    slash_added = before.path + "/" == after.path and before.query == after.query
    return answer.status in (307, 308) or (answer.status in (301, 302) and slash_added)
