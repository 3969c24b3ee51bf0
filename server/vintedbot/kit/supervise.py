"""Runs one command and ends it when whoever started us goes away, however that happens (SIGKILL included).

`python -I -S supervise.py SIGNAL UID GID CAPS COMMAND...` with a pipe on standard input that its owner never writes to:
when the pipe closes, or on SIGTERM, the command gets SIGNAL, after a second SIGQUIT, after another half SIGKILL. Exits with the
command's status. Imports next to nothing, because a start waits for it. The one other file it inherits is the data
folder's lock, which it hands on, so that the folder stays locked as long as the command lives, whoever is killed.

UID and GID (or -1) are what the command runs as. CAPS=1 lets it, on Linux, enter folders of root's although it is
another user, so that nobody has to open up /root for PostgreSQL, which refuses to run as root.
"""

import os
import select
import signal
import sys
import time

KEEP_CAPS, CAP_AMBIENT, AMBIENT_RAISE = 8, 47, 2
DAC_OVERRIDE = 1


def become(uid: int, gid: int, caps: bool) -> None:
    """Gives up root for good, keeping only the right to pass closed folders if `caps`."""
    if uid < 0:
        return
    os.setgroups([])
    os.setgid(gid)
    if not caps:
        os.setuid(uid)
        return
    import ctypes

    libc = ctypes.CDLL(None, use_errno=True)
    libc.prctl(KEEP_CAPS, 1, 0, 0, 0)
    os.setuid(uid)
    header = (ctypes.c_uint32 * 2)(0x20080522, 0)
    only = 1 << DAC_OVERRIDE
    libc.capset(header, (ctypes.c_uint32 * 6)(only, only, only, 0, 0, 0))
    libc.prctl(CAP_AMBIENT, AMBIENT_RAISE, DAC_OVERRIDE, 0, 0)


def start(command: list[str], uid: int, gid: int, caps: bool) -> int:
    """The process id of the started command."""
    child = os.fork()
    if child:
        return child
    try:
        os.setsid()
        signal.pthread_sigmask(signal.SIG_SETMASK, [])
        os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
        become(uid, gid, caps)
        os.execv(command[0], command)  # noqa: S606 - our own command
    except BaseException as wrong:
        os.write(2, f"cannot start {command[0]}: {wrong}\n".encode())
    finally:
        os._exit(127)


def main() -> int:
    """Waits for the command to end or the pipe to close."""
    parting = int(sys.argv[1])
    wake_read, wake_write = os.pipe()
    os.set_blocking(wake_write, False)
    signal.set_wakeup_fd(wake_write)
    leave = [False]
    signal.signal(signal.SIGCHLD, lambda *_: None)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, lambda *_: leave.__setitem__(0, True))
    child = start(sys.argv[5:], int(sys.argv[2]), int(sys.argv[3]), sys.argv[4] == "1")
    signals = [(0.0, parting), (1.0, signal.SIGQUIT), (1.5, signal.SIGKILL)]
    left_at = 0.0
    while True:
        done, status = os.waitpid(child, os.WNOHANG)
        if done:
            return os.waitstatus_to_exitcode(status)
        if leave[0] and not left_at:
            left_at = time.monotonic()
        while left_at and signals and time.monotonic() >= left_at + signals[0][0]:
            os.kill(child, signals.pop(0)[1])
        watched = [wake_read] if left_at else [0, wake_read]
        ready, _, _ = select.select(watched, [], [], 0.05 if left_at else None)
        if wake_read in ready:
            os.read(wake_read, 64)
        if 0 in ready and not os.read(0, 64):
            leave[0] = True


if __name__ == "__main__":
    sys.exit(abs(main()))
