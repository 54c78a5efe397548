"""Sets breakpoints in a followee (workers/followee.cpp.in), and goes on at each stop after writing a line about it to
the file STOPS: where it stopped, in which process, how many milliseconds after that was started, and a local's value."""

import json
import os

import gdb

stops = open(os.environ["STOPS"], "a", buffering=1)


def milliseconds_since_start(pid):
    with open("/proc/uptime") as file:
        uptime = float(file.read().split()[0])
    with open("/proc/%d/stat" % pid) as file:
        ticks = int(file.read().rpartition(")")[2].split()[19])
    return round(1000 * (uptime - ticks / os.sysconf("SC_CLK_TCK")))


def go_on(pid):
    if gdb.selected_inferior().pid != pid:
        return  # it has gone to another process, which runs
    try:
        gdb.execute("continue&")
    except gdb.error:
        pass  # it runs already


def stopped(event):
    if not isinstance(event, gdb.BreakpointEvent):
        return
    pid = gdb.selected_inferior().pid
    frame = gdb.selected_frame()
    line = {"at": frame.name(), "pid": pid, "line": frame.find_sal().line, "after_ms": milliseconds_since_start(pid)}
    line["breakpoints"] = [each.number for each in event.breakpoints]
    if "every_frame" in frame.name():
        line["number"] = int(frame.read_var("number"))
    stops.write(json.dumps(line) + "\n")
    gdb.post_event(lambda: go_on(pid))


gdb.events.stop.connect(stopped)
for place in ("static_initialiser", "main", "every_frame", "every_frame if number % 7 == 3"):
    gdb.execute("break " + place)
