# Completion of respawn's commands and options for bash.

_respawn_words() { COMPREPLY=($(compgen -W "$1" -- "$2")); }

_respawn_files() {
    compopt -o filenames 2>/dev/null
    local IFS=$'\n'
    COMPREPLY=($(compgen -f -- "$1"))
}

_respawn_run() {
    case $2 in
        --on-crash) _respawn_words 'restart hold back wait' "$1" ;;
        --watch | --core | --script | --dump-state | --state) _respawn_files "$1" ;;
        --build | --size | --fps | --hang-timeout | --gate-timeout | --on-worker | --wrap | --frames | --state-capacity | \
            --state-address | --journal | --autosave) COMPREPLY=() ;;
        *)
            case $1 in
                -*) _respawn_words '--build --watch --headless --size --fps --hang-timeout --on-crash --gate --gate-timeout
                        --on-worker --wrap --no-audit --core --frames --script --json --state-capacity --state-address
                        --journal --dump-state --state --autosave' "$1" ;;
                *) _respawn_files "$1" ;;
            esac
            ;;
    esac
}

_respawn_options() {
    case $2 in
        -*) _respawn_words "$1" "$2" ;;
        *) _respawn_files "$2" ;;
    esac
}

_respawn() {
    local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD - 1]}
    COMPREPLY=()
    if ((COMP_CWORD == 1)); then
        _respawn_words 'run new debug dap init status generations log restart reset back swap gate pause resume step
            screenshot save load inspect set schema diff audit quit pe-debug help --version' "$word"
        return
    fi
    case ${COMP_WORDS[1]} in
        run) _respawn_run "$word" "$before" ;;
        new)
            if [[ $before == --template ]]; then
                _respawn_words 'minimal canvas imgui pixels' "$word"
            else
                _respawn_options '--template' "$word"
            fi
            ;;
        debug) ((COMP_CWORD == 2)) && _respawn_words 'gdb lldb' "$word" || _respawn_files "$word" ;;
        dap) _respawn_words '--adapter' "$word" ;;
        init) _respawn_words 'vscode --force' "$word" ;;
        gate) _respawn_words 'on off once' "$word" ;;
        status | generations | audit | schema) _respawn_words '--json' "$word" ;;
        inspect) _respawn_words '--depth --all --json --watch' "$word" ;;
        diff) _respawn_options '--all --json' "$word" ;;
        screenshot) _respawn_options '--overlay' "$word" ;;
        pe-debug) _respawn_options '--set --json' "$word" ;;
        save | load | swap) _respawn_files "$word" ;;
    esac
}

complete -F _respawn respawn
