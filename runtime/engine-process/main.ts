import { flushCompileCache } from 'node:module'
import { Worker } from 'node:worker_threads'
import { serveEngine } from './serve.ts'
import type { Workload } from './workload.ts'

/** The engine process: what `fork.ts` starts. It ends when the runtime is gone, however that ended. */

// Ctrl-C reaches every process of the terminal; the runtime decides what it means.
process.on('SIGINT', () => {})

// Standard input is a pipe of the runtime, which the system closes with it. Only a thread of its own notices that at once: ONNX
// Runtime loads and computes on this one. SIGKILL, since an exit would wait for what computes.
new Worker(
  `const runtime = new (require('node:net').Socket)({ fd: 0 })
  runtime.on('error', () => {}).on('close', () => process.kill(process.pid, 'SIGKILL')).resume()`,
  { eval: true },
)

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
