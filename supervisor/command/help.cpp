#include "supervisor/command/help.hpp"

#include "supervisor/version.hpp"

namespace respawn::supervisor {

std::string help_text()
{
    return version_text() + R"(
Change the code of a running C++ game: rebuild it, and it plays on with the same state.

  respawn run [OPTIONS] EXE [-- ARGS]   play the game EXE, and every newer build of it; what is left out is taken from
                                        respawn.toml in the current folder, if it is there
  respawn new NAME [--template KIND]    write a small game into the new folder NAME, and say how it is built and run;
                                        KIND is minimal, canvas, imgui or pixels
  respawn debug gdb|lldb [ARGS]         debug the game that plays, with a debugger that follows it to every newer build
  respawn dap [--adapter CMD]           the same for an editor: a debug adapter at the standard streams, in front of
                                        lldb's, of gdb 14 or newer, or of CMD
  respawn init vscode [--force]         write .vscode/launch.json and tasks.json, which use it

A first session, in the folder of a game:

  respawn run --build 'cmake --build build' --watch src build/pong

plays build/pong in a window. Save a file under src: the game is built, and the new code takes over between two
frames. A build that fails, or code that crashes, leaves window and state as they were. Without --build, build as
you like: respawn sees when build/pong is new.

Options of run:
  --build CMD            shell command that builds EXE; runs at the start and after every save
  --watch PATH           file or folder of sources whose saves start a build, with all folders below it; may be
                         given several times
  --headless             play without window, sound and input devices
  --size WxH             size of the picture in pixels (as the game wishes, or else 960x720)
  --fps N                frames per second (as the game wishes, or else 60); 0: as fast as it goes, each frame counting
                         as 1/60 s
  --hang-timeout SECONDS a frame that takes longer is given up (2); 0: never
  --on-crash WHAT        after a crash or a hang: restart (start the same code again, and hold if that happens too
                         often), hold (wait for a build or a key), back (to the generation before), wait (hold, and
                         leave the dead worker in place for a debugger); a new generation that fails in its first
                         second goes back unless this is hold or wait
  --gate                 a new worker waits for a debugger before its first own code, static initialisers included, and
                         the old one plays on meanwhile
  --gate-timeout SECONDS how long it waits (10)
  --on-worker CMD        shell command for every worker that is started, live, crashed or retired; {event} in it says
                         which, {pid} {exe} {generation} {dir} {project} of whom; may be given several times
  --wrap CMD             start each worker as CMD EXE ARGS, such as 'valgrind --tool=callgrind'; frames may then take
                         60 s if --hang-timeout does not say otherwise
  --no-audit             don't look for pointers that dangle when a newer build takes the state over
  --core DIR             keep a core file of every crash and hang, DIR/core.GENERATION.PID, and the executable beside
                         it, for a debugger
  --frames N             stop after N frames
  --script FILE          play the input that FILE describes
  --json                 report as JSON, one object a line, for programs
  --state-capacity SIZE  the most that the game's state may grow to (64GiB); costs nothing until used
  --state-address HEX    where the state lies in the game's memory (0x200000000000)
  --journal SIZE         room for the changes of the last frames (64MiB)
  --dump-state FILE      at the end, write the state's bytes to FILE
  --state FILE           keep the state in FILE beyond this session: begin with what it holds, save to it every now
                         and then, at the end, and when 'respawn save' is given
  --autosave SECONDS     how often the state is saved to that file, if it has changed (30); 0: not by itself

The same in respawn.toml, in the folder where respawn is run; relative paths are meant from there:

  exe = "build/pong"
  build = "cmake --build build"
  watch = ["src", "levels"]
  fps = 120
  headless = false
  args = ["--level", "2"]

so that 'respawn run' is enough. The command line wins over the file, as '--headless=false' does over headless = true,
and '--watch' over its whole list.

Keys, in the terminal where it runs:
  r  restart the game's code, keep its state      p  pause, and play on
  b  go back to the generation before             s  step one frame
  R  start afresh with a new state                i  open and close the inspector panel
  h  show the keys                                q  quit

F12, in the window, opens and closes the inspector panel, too: the state as a tree, to search and to change with the
mouse. All other keys there are the game's, while it plays.

A game that is started by hand, by a debugger or by an IDE takes over from the worker that plays, with the state; when
it ends, the newest build plays on.

Commands to a respawn that runs in the current folder or above it:
  respawn status [--json]      what it does: frame, generation, worker, size of the state
  respawn generations [--json] the builds of this session: when, how large, how they ended
  respawn log [GENERATION]     what a generation (the live one) has printed, a sanitizer's report included
  respawn restart              restart the game's code, keep its state
  respawn reset                start afresh with a new state
  respawn back [GENERATION]    go back to an earlier generation (the one before), keep the state
  respawn swap EXE             play on with another executable and the same state, such as a build with a sanitizer
  respawn gate [on|off|once]   whether new workers wait for a debugger, as with --gate; once: the next one; nothing:
                               tells how it is
  respawn pause                stop after the current frame
  respawn resume               play on
  respawn step [N]             play N frames (1), then pause
  respawn screenshot FILE.png [--overlay]
                               write the game's picture to a file, or all that the window shows
  respawn save [FILE]          save the state to a file (that of --state)
  respawn load FILE            play on with the state that was saved to FILE
  respawn inspect [PATH] [--depth N] [--all] [--json] [--watch]
                               show the state, or the part at PATH, such as game.enemies[3].hp or
                               game.enemies[2..5]; --watch: and each change of it from then on
  respawn set PATH VALUE       change a number, a bool, an enumerator or a text in the state, with the next frame
  respawn schema [NAME] [--json]
                               show the layout of the state's types, or of one root or type: sizes, offsets, holes
  respawn diff FILE [PATH] [--all] [--json]
                               compare the state, or the part at PATH, with the one that was saved to FILE; the exit
                               code is 1 when they differ, 2 when they can't be compared
  respawn audit [--json]       look at all pointers in the state: the exit code is 1 when one of them is not null and
                               points out of it, 2 when they can't be looked at
  respawn quit                 end it, and wait until it has ended

Each says in one line what was done; 'respawn restart' and its like when the new worker plays.

Without a session, on any system:
  respawn pe-debug FILE [--set NAME] [--json]
                               show which PDB the Windows executable FILE was linked with, and whether the one beside
                               it is that one: the exit code is 1 when it is not; --set: first make FILE name NAME,
                               in a new file that takes its place, so that hard links to the old one stay as they are

  respawn help                 show this
  respawn --version            show the version

The exit code is 0 when all went well, 2 when the command line can't be understood, and 1 for every other failure,
but for diff and audit.
)";
}

std::string version_text()
{
    return std::string{"respawn "} + version + "\n";
}

} // namespace respawn::supervisor
