"""`python -m tests.sandbox`: runs until its standard input closes or it is told to stop.

Prints one line of JSON with `port`, `control_port`, `spki` and the control API's `token` when it is ready. Whoever started it
holds the other end
of the pipe, so it cannot outlive its parent.
"""

import argparse
import asyncio
import contextlib
import json
import signal
import sys

import uvloop

from .server import SandboxServer


async def main(port: int, control_port: int, *, stay: bool) -> None:
    stopped = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stopped.set)
    async with SandboxServer(port, control_port) as server:
        ready = {"port": server.port, "control_port": server.control_port, "spki": server.spki, "token": server.token}
        print(json.dumps(ready), flush=True)
        if not stay:
            parent = asyncio.create_task(_parent_gone(loop, stopped))
        await stopped.wait()
        if not stay:
            parent.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await parent


async def _parent_gone(loop: asyncio.AbstractEventLoop, stopped: asyncio.Event) -> None:
    reader = asyncio.StreamReader()
    await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), sys.stdin)
    await reader.read()
    stopped.set()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="python -m tests.sandbox", description=__doc__)
    parser.add_argument("--port", type=int, default=0, help="TLS port; 0 takes a free one")
    parser.add_argument("--control-port", type=int, default=0, help="port of the control API; 0 takes a free one")
    parser.add_argument("--stay", action="store_true", help="do not end when standard input closes")
    chosen = parser.parse_args()
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(main(chosen.port, chosen.control_port, stay=chosen.stay))
