# Plays every new generation in an open RAD debugger.
#
#   respawn run --on-worker "powershell -File tools/hooks/raddbg.ps1" build/pong.exe
#
# No command is documented that attaches it to a process, so it launches the game: a game that is started by hand takes
# over from the worker that plays. RADDBG names the program if it is not in PATH.
#
# Was not run: respawn does not run on Windows yet.

if ($env:RESPAWN_EVENT -ne 'live') { exit 0 }

# What it launches is a worker of the same generation, which comes here too.
$launched = Join-Path $env:RESPAWN_DIR 'raddbg.launched'
if (Test-Path $launched) { exit 0 }
New-Item -ItemType File $launched | Out-Null

$raddbg = if ($env:RADDBG) { $env:RADDBG } else { 'raddbg' }
foreach ($command in @(@('kill_all'), @('select_target', $env:RESPAWN_EXE), @('run'))) {
    & $raddbg --ipc @command
    if ($LASTEXITCODE -ne 0) {
        Write-Output "raddbg --ipc $command ended with exit code $LASTEXITCODE"
        exit 1
    }
}
