import type { Channel, Exit, Port } from './channel.ts'
import { serveEngine } from './serve.ts'
import type { Workload } from './workload.ts'

/** An engine in the same process, for tests: messages are copied as between two processes, but nothing can crash. */
export function inProcess(workload: Workload): Channel {
  const toEngine = line()
  const toRuntime = line()
  let leave: (exit: Exit) => void = () => {}
  const port: Port = { send: toRuntime.send, onMessage: toEngine.listen }
  serveEngine(port, workload)
  return {
    send: toEngine.send,
    onMessage: toRuntime.listen,
    onExit: listener => {
      leave = listener
    },
    kill() {
      toEngine.cut()
      toRuntime.cut()
      setImmediate(() => leave({ code: null, signal: 'SIGKILL', said: '' }))
    },
  }
}

function line() {
  let listener: (message: unknown) => void = () => {}
  return {
    send(message: unknown) {
      const copy = structuredClone(message)
      setImmediate(() => listener(copy))
    },
    listen(to: (message: unknown) => void) {
      listener = to
    },
    cut() {
      listener = () => {}
    },
  }
}
