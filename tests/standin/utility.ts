import { fork } from 'node:child_process'
import { EventEmitter } from 'node:events'
import { join } from 'node:path'

/** `utilityProcess`: a forked Node, whose messages go by structured clone as in Electron. */
export const utilityProcess = {
  fork(
    entry: string,
    args: readonly string[] = [],
    { stdio = 'inherit', env }: { readonly stdio?: 'pipe' | 'inherit'; readonly env?: NodeJS.ProcessEnv } = {},
  ) {
    const child = fork(join(import.meta.dirname, 'utility-child.ts'), [entry, ...args], {
      serialization: 'advanced',
      stdio: ['ignore', stdio, stdio, 'ipc'],
      execArgv: [],
      env,
    })
    const stop = () => child.kill()
    process.once('exit', stop)
    const utility = Object.assign(new EventEmitter(), {
      pid: child.pid,
      stdout: child.stdout,
      stderr: child.stderr,
      postMessage: (message: object) => child.connected && child.send(message),
      kill: stop,
    })
    child.on('message', message => utility.emit('message', message))
    child.on('exit', code => {
      process.off('exit', stop)
      utility.emit('exit', code ?? 1)
    })
    return utility
  },
}
