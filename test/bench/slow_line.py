"""A line of 100 Mbit/s and 40 ms there and back, before a port: `python slow_line.py PORT` prints its own.

Both directions are shared by all connections. What enters leaves no sooner than the line has passed all before it,
plus the way; a connection holds a little more than the line does in that time, as the buffers of routers do.
"""

from __future__ import annotations

import asyncio
import sys

BYTES_PER_SECOND = 100e6 / 8
ONE_WAY = 0.020  # seconds
BLOCK = 32 * 1024
HELD = 24  # blocks of one connection on the way at most


class Direction:
    """One of the line's two directions."""

    def __init__(self) -> None:
        self._free_at = 0.0

    def arrival(self, count: int) -> float:
        """When so many bytes come out that enter now, by the loop's clock."""
        now = asyncio.get_running_loop().time()
        self._free_at = max(now, self._free_at) + count / BYTES_PER_SECOND
        return self._free_at + ONE_WAY


async def pump(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, direction: Direction) -> None:
    """Hand on what comes, late."""
    on_the_way: asyncio.Queue[tuple[float, bytes]] = asyncio.Queue(HELD)

    async def deliver() -> None:
        loop = asyncio.get_running_loop()
        while True:
            at, data = await on_the_way.get()
            await asyncio.sleep(max(0.0, at - loop.time()))
            if not data:
                writer.close()
                return
            writer.write(data)
            await writer.drain()

    delivering = asyncio.create_task(deliver())
    try:
        while data := await reader.read(BLOCK):
            await on_the_way.put((direction.arrival(len(data)), data))
        await on_the_way.put((direction.arrival(0), b""))
        await delivering
    except OSError:  # one end has gone: so does the other
        delivering.cancel()
        writer.close()


async def serve(port: int) -> None:
    """For ever."""
    there, back = Direction(), Direction()

    async def connected(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        far_reader, far_writer = await asyncio.open_connection("127.0.0.1", port, limit=2 * BLOCK)
        await asyncio.gather(pump(reader, far_writer, there), pump(far_reader, writer, back))

    server = await asyncio.start_server(connected, "127.0.0.1", 0, limit=2 * BLOCK)
    sys.stdout.write(f"{server.sockets[0].getsockname()[1]}\n")
    sys.stdout.flush()
    async with server:
        await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(serve(int(sys.argv[1])))
