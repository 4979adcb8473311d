import { fileURLToPath } from 'node:url'
import { utilityProcess } from 'electron'
import type { Channel } from '../runtime/engine-process/channel.ts'

const entry = fileURLToPath(new URL('./engine-process.ts', import.meta.url))

/** An engine in an Electron utility process: a crash in native code, or a lack of memory, ends only this process. */
export function startUtility(): Channel {
  const child = utilityProcess.fork(entry, [], { serviceName: 'Leapgraph engine', stdio: 'pipe' })
  let said = ''
  for (const stream of [child.stdout, child.stderr])
    stream?.on('data', (text: Buffer) => {
      said = (said + text.toString()).slice(-2000)
    })
  return {
    send: message => child.postMessage(message),
    onMessage: listener => void child.on('message', listener),
    onExit: listener =>
      void child.once('exit', code =>
        listener({ code, signal: null, said: said.trim().split('\n').at(-1)?.trim() ?? '' }),
      ),
    kill: () => void child.kill(),
  }
}
