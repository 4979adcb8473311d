import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { expect, test, vi } from 'vitest'
import type { Step, ToEngine } from '../../../runtime/engine-process/messages.ts'

const forking = new URL('../../../runtime/engine-process/fork.ts', import.meta.url).href
const toys = new URL('../toy-workload.ts', import.meta.url).href

const step: Step = {
  key: 'busy',
  node: '1',
  type: 'Busy',
  inputs: { number: { kind: 'value', value: 1 }, ms: { kind: 'value', value: 600_000 } },
  folders: { output: '', temp: '' },
  metadata: {},
}
const run: ToEngine = { kind: 'run', id: 1, step }

/** Starts an engine, and prints its first event once it holds its thread. */
const program = `
  import { forkEngine } from ${JSON.stringify(forking)}
  const engine = forkEngine(${JSON.stringify(toys)})
  engine.onMessage(({ kind }) => (kind === 'ready' ? engine.send(${JSON.stringify(run)}) : process.stdout.write(kind)))
  engine.send({ kind: 'start', settings: { folders: {} } })`

test.runIf(process.platform === 'linux')(
  'the engine ends with the program that started it, also while it computes and hears nothing',
  async () => {
    const options = ['--disable-warning=ExperimentalWarning', '--input-type=module', '-e', program]
    const started = spawn(process.execPath, options, { stdio: ['ignore', 'pipe', 'inherit'] })
    expect(String(await once(started.stdout, 'data'))).toBe('event')
    const engine = Number(await readFile(`/proc/${started.pid}/task/${started.pid}/children`, 'utf8'))
    started.kill('SIGKILL')
    await vi.waitUntil(() => !isRunning(engine), { timeout: 20_000 })
  },
)

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}
