# Attaches RemedyBG to every worker that is started, by the named pipe of its session.
#
#   remedybg.exe --servername respawn
#   respawn run --on-worker "powershell -File tools/hooks/remedybg.ps1" build/pong.exe
#
# REMEDYBG_SERVER names the pipe if it is not "respawn". With --gate the worker waits for the debugger, so that
# breakpoints in its first lines are hit.
#
# Sends command 304, attach by process id: u16 command, u32 process id, u8 whether the process goes on, u8 what to do
# if RemedyBG debugs another one (1: stop that, 2: give up). The answer is a u16; 1: done.
#
# Was not run: respawn does not run on Windows yet.

if ($env:RESPAWN_EVENT -ne 'started') { exit 0 }

$name = if ($env:REMEDYBG_SERVER) { $env:REMEDYBG_SERVER } else { 'respawn' }
$pipe = New-Object System.IO.Pipes.NamedPipeClientStream '.', $name, 'InOut'
try {
    $pipe.Connect(1000)
} catch {
    Write-Output "no RemedyBG listens; start it with: remedybg.exe --servername $name"
    exit 1
}
$pipe.ReadMode = 'Message'

# One write is one message.
$message = [BitConverter]::GetBytes([uint16]304) + [BitConverter]::GetBytes([uint32]$env:RESPAWN_PID) + [byte[]](1, 1)
$pipe.Write($message, 0, $message.Length)
$pipe.Flush()

$answer = New-Object byte[] 2
$bytes = $pipe.Read($answer, 0, $answer.Length)
$pipe.Dispose()
if ($bytes -ne 2 -or [BitConverter]::ToUInt16($answer, 0) -ne 1) {
    Write-Output "RemedyBG did not attach to process $env:RESPAWN_PID"
    exit 1
}
