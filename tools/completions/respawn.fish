# Completion of respawn's commands and options for fish.

function __respawn_command
    complete -c respawn -n __fish_use_subcommand -x -a $argv[1] -d $argv[2]
end

function __respawn_option
    complete -c respawn -n "__fish_seen_subcommand_from $argv[1]" $argv[2..-1]
end

__respawn_command run 'play a game, and every newer build of it'
__respawn_command new 'write a small game to begin with'
__respawn_command debug 'debug the game that plays'
__respawn_command dap 'be a debug adapter for an editor'
__respawn_command init 'write the settings of an editor'
__respawn_command status 'what it does'
__respawn_command generations 'the builds of this session'
__respawn_command log 'what a generation has printed'
__respawn_command restart 'restart the code, keep the state'
__respawn_command reset 'start afresh with a new state'
__respawn_command back 'go back to an earlier generation'
__respawn_command swap 'play on with another executable'
__respawn_command gate 'whether new workers wait for a debugger'
__respawn_command pause 'stop after the current frame'
__respawn_command resume 'play on'
__respawn_command step 'play some frames, then pause'
__respawn_command screenshot 'write the picture to a file'
__respawn_command save 'save the state to a file'
__respawn_command load 'play on with a saved state'
__respawn_command inspect 'show the state'
__respawn_command set 'change a value in the state'
__respawn_command schema 'show the layout of the types'
__respawn_command diff 'compare the state with a saved one'
__respawn_command audit 'look at all pointers in the state'
__respawn_command quit 'end it'
__respawn_command pe-debug 'which PDB a Windows executable has'
__respawn_command help 'show the help'
complete -c respawn -n __fish_use_subcommand -l version -d 'show the version'

__respawn_option run -l build -x -d 'command that builds the game'
__respawn_option run -l watch -r -d 'file or folder of sources'
__respawn_option run -l headless -d 'without window, sound and input'
__respawn_option run -l size -x -d 'of the picture, WxH'
__respawn_option run -l fps -x -d 'frames per second'
__respawn_option run -l hang-timeout -x -d 'a frame that takes longer is given up'
__respawn_option run -l on-crash -x -a 'restart hold back wait' -d 'what follows a crash or a hang'
__respawn_option run -l gate -d 'new workers wait for a debugger'
__respawn_option run -l gate-timeout -x -d 'how long'
__respawn_option run -l on-worker -x -d 'command for what becomes of workers'
__respawn_option run -l wrap -x -d 'start each worker with this'
__respawn_option run -l no-audit -d 'leave dangling pointers alone'
__respawn_option run -l core -r -d 'keep core files'
__respawn_option run -l frames -x -d 'stop after so many'
__respawn_option run -l script -r -d 'play this input'
__respawn_option run -l json -d 'report as JSON'
__respawn_option run -l state-capacity -x -d 'the most that the state may grow to'
__respawn_option run -l state-address -x -d 'where the state lies'
__respawn_option run -l journal -x -d 'room for the changes of the last frames'
__respawn_option run -l dump-state -r -d 'write the state at the end'
__respawn_option run -l state -r -d 'keep the state in a file'
__respawn_option run -l autosave -x -d 'how often it is saved'
__respawn_option new -l template -x -a 'minimal canvas imgui pixels' -d 'what to begin with'
__respawn_option debug -a 'gdb lldb'
__respawn_option dap -l adapter -x -d 'debug adapter to stand before'
__respawn_option init -x -a vscode
__respawn_option init -l force -d 'overwrite files'
__respawn_option gate -x -a 'on off once'
__respawn_option 'status generations schema audit inspect diff pe-debug' -l json -d 'for programs'
__respawn_option inspect -l depth -x -d levels
__respawn_option inspect -l watch -d 'and each change from then on'
__respawn_option 'inspect diff' -l all -d 'of everything'
__respawn_option screenshot -l overlay -d 'all that the window shows'
__respawn_option pe-debug -l set -x -d 'make it name this PDB'

functions -e __respawn_command __respawn_option
