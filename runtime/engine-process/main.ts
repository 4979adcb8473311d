import { flushCompileCache } from 'node:module'
import { serveEngine } from './serve.ts'
import type { Workload } from './workload.ts'

/** The engine process: what `fork.ts` starts. It ends when the runtime is gone. */

// Ctrl-C reaches every process of the terminal; the runtime decides what it means.
process.on('SIGINT', () => {})
process.on('disconnect', () => process.exit(0))

const workload: Workload = {
  loadNodes: async () => (await module()).loadNodes(),
  openSessions: async (settings, notice) => (await module()).openSessions(settings, notice),
}
const module = (): Promise<Workload> => import(process.argv[2] ?? '')

serveEngine(
  {
    send(message) {
      process.send?.(message)
      // This process ends by being killed, and Node writes its compile cache only on an exit; nothing new takes 0.02 ms.
      flushCompileCache()
    },
    onMessage: listener => void process.on('message', listener),
  },
  workload,
)
