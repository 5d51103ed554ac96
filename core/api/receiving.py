"""Bodies of answers as they come: limited in size after unpacking, and checked for their length."""

from __future__ import annotations

import time
import zlib
from typing import Iterator, Optional

import requests

from .errors import AnswerTooLarge, ConnectionLost, UnexpectedAnswer
from .exchange import Exchange

_LEAST, _MOST = 8 * 1024, 1024 * 1024  # bytes asked for at once, by how fast they come
_QUICK, _SLOW = 0.05, 0.5  # seconds
_UNPACKED = 256 * 1024  # bytes unpacked at once, however much a packed block holds


def whole(response: requests.Response, limit: int, exchange: Exchange) -> bytes:
    """The body, of at most `limit` bytes. Raises `AnswerTooLarge`, `ConnectionLost`, `UnexpectedAnswer`."""
    blocks: list[bytes] = []
    left = limit
    for block in unpacked(response, exchange):
        left -= len(block)
        if left < 0:
            raise AnswerTooLarge(
                "The server's answer is larger than it can rightly be.",
                "Check the address of the server.",
                f"More than {limit} bytes from {_where(response)}",
            )
        blocks.append(block)
    return b"".join(blocks)


def unpacked(response: requests.Response, exchange: Exchange) -> Iterator[bytes]:
    """The body in blocks. Unpacked here and not by urllib3, which makes any number of bytes out of one block."""
    coding = response.headers.get("Content-Encoding", "").strip().lower()
    packed = _blocks(response, exchange)
    if coding in ("", "identity"):
        return packed
    if coding in ("gzip", "x-gzip"):
        return _gunzip(packed, response)
    raise UnexpectedAnswer(
        "The server's answer cannot be read.",
        "It is packed in a way that was not asked for: a proxy may be at fault.",
        f"Content-Encoding {coding[:100]} from {_where(response)}",
    )


def _blocks(response: requests.Response, exchange: Exchange) -> Iterator[bytes]:
    """The body as it lies on the wire, in small blocks from a slow line, so that a trickle is seen as one."""
    size = _LEAST
    while True:
        begun = time.monotonic()
        block = response.raw.read(size, decode_content=False)
        exchange.check()
        if not block:
            break
        took = time.monotonic() - begun
        if took < _QUICK:
            size = min(size * 2, _MOST)
        elif took > _SLOW:
            size = max(size // 2, _LEAST)
        exchange.moved += len(block)
        yield block
    missing: Optional[int] = response.raw.length_remaining
    if missing:
        raise ConnectionLost("The connection broke off.", "Try again.", f"{missing} bytes missing at {_where(response)}")


def _gunzip(packed: Iterator[bytes], response: requests.Response) -> Iterator[bytes]:
    """Unpack gzip, which may be several one after the other."""
    try:
        unpacker = None
        for block in packed:
            while block:
                if unpacker is None or unpacker.eof:
                    unpacker = zlib.decompressobj(16 + zlib.MAX_WBITS)
                yield unpacker.decompress(block, _UNPACKED)
                block = unpacker.unconsumed_tail or unpacker.unused_data
        if unpacker is not None:
            yield unpacker.flush()
            if not unpacker.eof:
                raise ConnectionLost("The connection broke off.", "Try again.", f"Unpacking {_where(response)}")
    except zlib.error as error:
        raise UnexpectedAnswer(
            "The server's answer is damaged.", "Try again.", f"{error} at {_where(response)}"
        ) from error


def _where(response: requests.Response) -> str:
    return (response.url or "").split("?")[0]
