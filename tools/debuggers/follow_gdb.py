"""Makes gdb follow a game that respawn plays, from each worker to the next one.

Runs inside of gdb: `respawn debug gdb` brings it there, with the supervisor's control socket in the environment variable
RESPAWN_CONTROL. A thread asks the supervisor which process gdb is to be at; gdb's own thread, which alone may use its
interface, goes there. A new worker waits at its start gate meanwhile, and the old one plays on.

For gdb 12 and newer.
"""

import json
import os
import re
import socket
import threading

import gdb


class Supervisor:
    """Asks for the process to debug. Used by one thread, but for end_conversation()."""

    def __init__(self, path):
        self.path = path
        self.seen = 0
        self.connection = None  # one for all questions: by that the supervisor knows that gdb is there

    def next_debuggee(self):
        """Waits for an answer that was not given before: a dict with generation, pid and exe."""
        while True:
            answer = self._ask()
            if answer["number"] != self.seen:
                self.seen = answer["number"]
                return answer

    def hang_up(self):
        """The next question is asked on another connection."""
        if self.connection:
            self.connection.close()
        self.connection = None
        self.seen = 0

    def end_conversation(self):
        """Whoever waits for an answer gets an OSError. For another thread."""
        try:
            self.connection.shutdown(socket.SHUT_RDWR)
        except (OSError, AttributeError):
            pass  # there is none

    def _ask(self):
        if not self.connection:
            self.connection = socket.socket(socket.AF_UNIX)
            self.connection.settimeout(10)
            self.connection.connect(self.path)
        question = {"command": "debuggee", "seen": self.seen}
        self.connection.sendall(json.dumps(question).encode() + b"\n")
        line = b""
        while not line.endswith(b"\n"):
            part = self.connection.recv(65536)
            if not part:
                raise ConnectionError("it hung up")
            line += part
        return json.loads(line)["debuggee"]


class Displays:
    """What gdb is to display at each stop: it forgets that with every program that it reads. Used by gdb's thread only."""

    def __init__(self):
        self.forgotten = []  # commands

    def keep(self):
        for line in gdb.execute("info display", to_string=True).splitlines():
            found = re.fullmatch(r"\d+: +([yn]) +(.+?)( \(cannot be evaluated in the current context\))?", line)
            if found:
                self.forgotten.append((found[2], found[1] == "y"))

    def restore(self):
        """Those that have a meaning here: a function's locals have none elsewhere, and are tried again at the next stop."""
        forgotten, self.forgotten = self.forgotten, []
        shown = ""
        for expression, enabled in forgotten:
            try:
                shown += gdb.execute("display " + expression, from_tty=True, to_string=True)
                if not enabled:
                    gdb.execute("disable display " + self._newest())
            except gdb.error:
                self.forgotten.append((expression, enabled))
        return shown

    @staticmethod
    def _newest():
        return gdb.execute("info display", to_string=True).splitlines()[-1].partition(":")[0]


class Follower:
    """Brings gdb to the process that is wanted. Invariant: used by gdb's thread only."""

    def __init__(self):
        self.wanted = None
        self.executable = None
        self.displays = Displays()
        self.interrupting = 0  # the process that gets a SIGINT from gdb; 0: none
        gdb.events.stop.connect(self._stopped)
        gdb.events.exited.connect(self._exited)

    def want(self, debuggee):
        self.wanted = debuggee
        self._come()

    def load_symbols(self, executable):
        if executable != self.executable:
            self.displays.keep()
            self._execute("file " + executable)
            self._execute("maintenance flush source-cache")  # the sources may be others than when they were shown
            self.displays.restore()
            self.executable = executable

    def _stopped(self, event):
        """A process that is left before its SIGINT has come would die of it."""
        is_signal = isinstance(event, gdb.SignalEvent) and event.stop_signal == "SIGINT"
        if self.interrupting and not is_signal:
            gdb.post_event(self._go_on)
            return
        self.interrupting = 0
        if self.wanted:
            gdb.post_event(self._come)
        else:
            gdb.post_event(self._display)  # not now: gdb would do what the user wants done here in the midst of it

    def _exited(self, _):
        self.interrupting = 0
        if self.wanted:
            gdb.post_event(self._come)

    def _display(self):
        if not self._is_running():
            gdb.write(self.displays.restore())
            gdb.flush()

    def _go_on(self):
        if self.interrupting == gdb.selected_inferior().pid and not self._is_running():
            gdb.execute("continue&", to_string=True)

    def _come(self):
        """Goes on with the next stop where gdb has to stop the old worker first."""
        if not self.wanted:
            return
        now = gdb.selected_inferior().pid
        if now == self.wanted["pid"]:
            self._arrive()
        elif now and self.interrupting == now:
            pass
        elif now and self._is_running():
            self._set_notifications(False)
            self.interrupting = now
            gdb.execute("interrupt")
        else:
            self._change(now)

    def _change(self, now):
        try:
            if now:
                self._execute("detach")
            if self.wanted["pid"]:
                self.load_symbols(self.wanted["exe"])
                # In the background: else gdb ends the command at the first stop, before what the user wants to be done
                # there. It lets the worker go on by itself.
                self._execute("attach %d&" % self.wanted["pid"])
                say("generation %d, process %d" % (self.wanted["generation"], self.wanted["pid"]))
        except gdb.error as error:
            say("can't follow to process %d: %s" % (self.wanted["pid"], error))
        self._arrive()

    def _arrive(self):
        self.wanted = None
        self._set_notifications(True)

    @staticmethod
    def _is_running():
        thread = gdb.selected_thread()
        return thread is not None and thread.is_running()

    @staticmethod
    def _set_notifications(shown):
        """The stop that is needed for leaving the old worker is nobody's business."""
        gdb.execute("set suppress-cli-notifications " + ("off" if shown else "on"))

    @staticmethod
    def _execute(command):
        """Without questions, and without what gdb says about it."""
        asks = gdb.parameter("confirm")
        gdb.execute("set confirm off")
        try:
            gdb.execute(command, to_string=True)
        finally:
            gdb.execute("set confirm " + ("on" if asks else "off"))


def say(sentence):
    gdb.write("[respawn] %s\n" % sentence)
    gdb.flush()


class Watch:
    """Tells the follower of each process that gdb is to be at, from a thread, until gdb ends. A supervisor that ends may
    come back at the same place."""

    def __init__(self, supervisor, follower):
        self.supervisor = supervisor
        self.follower = follower
        self.ends = threading.Event()
        self.thread = threading.Thread(target=self._run, daemon=True)
        # Python must not end before its threads have: gdb would hang, or die.
        gdb.events.gdb_exiting.connect(lambda _: self._end())
        self.thread.start()

    def _run(self):
        while not self.ends.is_set():
            try:
                debuggee = self.supervisor.next_debuggee()
                if not self.ends.is_set():
                    gdb.post_event(lambda debuggee=debuggee: self.follower.want(debuggee))
            except (OSError, ValueError, KeyError):
                self.supervisor.hang_up()
                self.ends.wait(0.5)

    def _end(self):
        self.ends.set()
        while self.thread.is_alive():
            self.supervisor.end_conversation()  # again: it may just have been begun
            self.thread.join(0.05)


def start():
    for setting in ("breakpoint pending on", "exec-file-mismatch off"):
        gdb.execute("set " + setting)
    supervisor = Supervisor(os.environ["RESPAWN_CONTROL"])
    follower = Follower()
    try:
        follower.load_symbols(supervisor.next_debuggee()["exe"])
    except (OSError, ValueError, KeyError, gdb.error):
        pass  # as before: with the first worker
    supervisor.hang_up()
    Watch(supervisor, follower)


start()
