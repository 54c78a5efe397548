# Attaches a Visual Studio that is open to every worker that is started, by its automation interface (DTE).
#
#   respawn run --on-worker "powershell -File tools/hooks/visual_studio.ps1" build/pong.exe
#
# It is Windows PowerShell (powershell, not pwsh), which finds running programs' interfaces. With several open, the
# one that was started first is taken. With --gate the worker waits for the debugger.
#
# Without a hook: start respawn.exe itself in Visual Studio with Microsoft's Child Process Debugging Power Tool, which
# attaches to every process that respawn starts.
#
# Was not run: respawn does not run on Windows yet.

if ($env:RESPAWN_EVENT -ne 'started') { exit 0 }

try {
    $studio = [Runtime.InteropServices.Marshal]::GetActiveObject('VisualStudio.DTE')
} catch {
    Write-Output 'no Visual Studio is open'
    exit 1
}

# It refuses calls while it is busy.
for ($try = 0; $try -lt 20; ++$try) {
    try {
        $process = $studio.Debugger.LocalProcesses | Where-Object { $_.ProcessID -eq [int]$env:RESPAWN_PID }
        if (-not $process) { exit 0 }
        $process.Attach()
        exit 0
    } catch [Runtime.InteropServices.COMException] {
        Start-Sleep -Milliseconds 100
    }
}
Write-Output "Visual Studio did not attach to process $env:RESPAWN_PID"
exit 1
