"""Start programs, remember them, and leave none behind."""

import ctypes
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

_PR_SET_PDEATHSIG = 1
_PR_SET_CHILD_SUBREAPER = 36
_LIBC = ctypes.CDLL(None, use_errno=True) if sys.platform == "linux" else None


@dataclass(frozen=True)
class Identity:
    """One process for certain: a number may be given again, number and birth may not."""

    name: str
    pid: int
    born: str

    def alive(self) -> bool:
        """Whether exactly this process still runs."""
        return self.born != "" and birth(self.pid) == self.born


def birth(pid: int) -> str:
    """When the process began, in the system's own words; "" when it is gone or only a zombie."""
    state, born = _stat(pid)
    return "" if state in {"", "Z", "X"} else born


def is_zombie(pid: int) -> bool:
    """Dead, but nobody has taken note: it holds no memory and no file, yet its number looks alive."""
    return _stat(pid)[0] == "Z"


def _stat(pid: int) -> tuple[str, str]:
    """State letter and start time of a process, ("", "") when there is none."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        return fields[0], fields[19]
    except (OSError, IndexError):
        if sys.platform == "linux":
            return "", ""
    listed = subprocess.run(["ps", "-o", "state=,lstart=", "-p", str(pid)], capture_output=True, text=True, check=False)
    state, _, born = listed.stdout.strip().partition(" ")
    return state[:1], born.strip()


def die_with_parent(signum: int) -> Callable[[], None]:
    """For `preexec_fn`: the kernel sends `signum` when the launcher dies, even by SIGKILL."""
    parent = os.getpid()

    def ask_kernel() -> None:
        if _LIBC is not None:
            _LIBC.prctl(_PR_SET_PDEATHSIG, signum)
            if os.getppid() != parent:
                os._exit(1)

    return ask_kernel


def adopt_orphans() -> None:
    """From now on the grandchildren that lose their parent become our children, so that none gets lost."""
    if _LIBC is not None:
        _LIBC.prctl(_PR_SET_CHILD_SUBREAPER, 1)


def end_strays(keep: Iterable[int]) -> int:
    """End all children of this process but `keep`, with their own children as they come; returns how many."""
    kept, ended = set(keep), set[int]()
    deadline = time.monotonic() + 5
    while (strays := [pid for pid in _children() if pid not in kept]) and time.monotonic() < deadline:
        for pid in strays:
            with suppress(ProcessLookupError, ChildProcessError):
                os.kill(pid, signal.SIGKILL if pid in ended else signal.SIGTERM)
                os.waitpid(pid, os.WNOHANG)
        ended.update(strays)
        time.sleep(0.1)
    return len(ended)


def _children() -> list[int]:
    me = str(os.getpid())
    found = []
    for entry in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError, IndexError):
            if entry.read_text().rpartition(")")[2].split()[1] == me:
                found.append(int(entry.parent.name))
    return found


class Herd:
    """The processes of one place, written down so that the next start can clean up after a launcher that was killed."""

    def __init__(self, register: Path) -> None:
        self.register = register
        self.children: dict[str, tuple[subprocess.Popen[bytes], int]] = {}

    def start(
        self,
        name: str,
        command: Sequence[str],
        *,
        log: Path,
        env: Mapping[str, str] | None = None,
        cwd: Path | None = None,
        user: Mapping[str, Any] | None = None,
        config: bytes = b"",
        stop_signal: int = signal.SIGTERM,
    ) -> subprocess.Popen[bytes]:
        """Start a program in its own session; it writes to `log`, reads `config` and ends by `stop_signal`."""
        with log.open("ab") as output:
            child = subprocess.Popen(
                list(command),
                stdin=subprocess.PIPE if config else subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                env=dict(env) if env is not None else None,
                cwd=cwd,
                start_new_session=True,
                preexec_fn=die_with_parent(stop_signal),
                **(user or {}),
            )
        self.children[name] = (child, stop_signal)
        self._write()
        if config and child.stdin:
            child.stdin.write(config)
            child.stdin.close()
        return child

    def pids(self) -> list[int]:
        """The numbers of the processes that run here."""
        return [child.pid for child, _ in self.children.values()]

    def ended(self) -> str:
        """The name of a program that ended by itself, else an empty text."""
        return next((name for name, (child, _) in self.children.items() if child.poll() is not None), "")

    def stop(self, names: Iterable[str], patience: float) -> None:
        """End these together: first politely, and after `patience` seconds by force."""
        leaving = [(name, *self.children[name]) for name in names if name in self.children]
        for _, child, stop_signal in leaving:
            if child.poll() is None:
                child.send_signal(stop_signal)
        deadline = time.monotonic() + patience
        for name, child, _ in leaving:
            with suppress(subprocess.TimeoutExpired):
                child.wait(max(0.05, deadline - time.monotonic()))
            _kill_group(child.pid)
            child.wait()
            del self.children[name]
        self._write()

    def _write(self) -> None:
        known = [Identity(name, child.pid, birth(child.pid)) for name, (child, _) in self.children.items()]
        if not known:
            self.register.unlink(missing_ok=True)
            return
        fresh = self.register.with_suffix(".new")
        fresh.write_text(json.dumps([vars(one) for one in known]))
        fresh.replace(self.register)


def _kill_group(pid: int) -> None:
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(pid, signal.SIGKILL)


def left_over(register: Path, server_dirs: Iterable[Path]) -> list[Identity]:
    """What a killed launcher left: the processes it wrote down, and any that works inside its servers' folders."""
    try:
        noted = [Identity(**entry) for entry in json.loads(register.read_text())]
    except (OSError, ValueError, TypeError):
        noted = []
    found = {one.pid: one for one in noted if one.alive()}
    folders = {str(folder) for folder in server_dirs}
    for entry in Path("/proc").glob("[0-9]*/cwd"):
        try:
            if os.readlink(entry) in folders:
                pid = int(entry.parent.name)
                found.setdefault(pid, Identity("server", pid, birth(pid)))
        except OSError:
            continue
    return [one for one in found.values() if one.alive()]


def clean_up(register: Path, server_dirs: Iterable[Path], patience: float = 10) -> int:
    """End what was left over and say how many there were."""
    folders = list(server_dirs)
    first = leftovers = left_over(register, folders)
    deadline = time.monotonic() + patience
    for one in leftovers:
        _send(one, signal.SIGINT if one.name in {"postgres", "server"} else signal.SIGTERM)
    while leftovers and time.monotonic() < deadline:
        time.sleep(0.05)
        leftovers = left_over(register, folders)
    for one in leftovers:
        _send(one, signal.SIGKILL)
        _kill_group(one.pid)
    while leftovers := [one for one in leftovers if one.alive()]:
        time.sleep(0.05)
    register.unlink(missing_ok=True)
    return len(first)


def _send(one: Identity, signum: int) -> None:
    with suppress(ProcessLookupError, PermissionError):
        if one.alive():
            os.kill(one.pid, signum)
