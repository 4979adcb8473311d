import { fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { withoutTelemetry } from '../../engine/runtime/telemetry.ts'
import { type Channel, type Exit, followOutput } from './channel.ts'

const entry = fileURLToPath(new URL('./main.ts', import.meta.url))
const builtIn = new URL('./built-in.ts', import.meta.url).href

/** Starts an engine as a child process. `workload`: the URL of the module with its nodes and sessions. */
export function forkEngine(workload = builtIn): Channel {
  // The output of native code must not mix with our own lines or with the JSON on standard output.
  const child = fork(entry, [workload], {
    serialization: 'advanced',
    // Nothing is written into the input: its end tells the child that we are gone.
    stdio: ['pipe', 'pipe', 'pipe', 'ipc'],
    execArgv: [],
    env: { ...process.env, ...withoutTelemetry },
  })
  const endWithUs = () => void child.kill('SIGKILL')
  process.once('exit', endWithUs)
  child.once('exit', () => process.off('exit', endWithUs))
  const output = followOutput(child)
  return {
    // A message to a process that has just ended is lost; its exit is reported below.
    send: message => void (child.connected && child.send(message as object, () => {})),
    onMessage: listener => void child.on('message', listener),
    onOutput: output.onOutput,
    onExit(listener: (exit: Exit) => void) {
      let left = false
      const leave = (exit: Exit) => {
        if (!left) listener(exit)
        left = true
      }
      child.on('exit', (code, signal) => leave({ code, signal, said: output.last() }))
      child.on('error', error => leave({ code: null, signal: null, said: error.message }))
    },
    kill: () => void child.kill('SIGKILL'),
  }
}
