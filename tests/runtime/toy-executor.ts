import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach } from 'vitest'
import { plan } from '../../graph/plan.ts'
import type { Prompt } from '../../graph/prompt.ts'
import type { RunEvent } from '../../runtime/contract/run-event.ts'
import { inProcess } from '../../runtime/engine-process/in-process.ts'
import { ProcessHost } from '../../runtime/engine-process/process-host.ts'
import { createExecutor, type RunRequest } from '../../runtime/executor.ts'
import { modelsRoot } from '../../runtime/library/folders.ts'
import { openLibrary } from '../../runtime/library/library.ts'
import { node, of, record } from './events.ts'
import * as toys from './toy-workload.ts'

const specs = new Map([...(await toys.loadNodes())].map(([type, { spec }]) => [type, spec]))

/** For each test of a file: an empty folder for models and pictures, and an executor on the toy nodes. */
export function toyExecutor() {
  let home: string
  let host: ProcessHost
  beforeEach(async () => {
    home = await mkdtemp(join(tmpdir(), 'executor-'))
  })
  afterEach(async () => {
    await host.close()
    await rm(home, { recursive: true })
  })
  return {
    get home() {
      return home
    },
    get host() {
      return host
    },
    /** Opens the executor. @returns a function that runs a prompt to its end and says what happened */
    open(start = () => inProcess(toys)) {
      const library = openLibrary(modelsRoot(home))
      host = new ProcessHost({ start, settings: { folders: modelsRoot(home) }, grace: 200 })
      const executor = createExecutor(host, library)
      return async (
        prompt: Prompt,
        pass?: (event: RunEvent) => void,
        signal: AbortSignal = new AbortController().signal,
        more: Partial<RunRequest> = {},
      ) => {
        const { events, on } = record(pass)
        const { status, ms } = await executor.run({
          plan: plan(prompt, specs),
          folders: { output: home, temp: home },
          metadata: () => ({ prompt: 'the prompt' }),
          signal,
          on,
          ...more,
        })
        return { status, ms, events, ...summary(events) }
      }
    },
  }
}

const summary = (events: readonly RunEvent[]) => ({
  evaluated: of(events, 'node-start').map(({ node }) => node),
  cached: of(events, 'cached').flatMap(({ nodes }) => nodes),
  images: of(events, 'image').map(({ node, image }) => `${node} ${image.filename}`),
  errors: of(events, 'error').map(({ error }) => error),
})

/** 1 and 2 are added in 3 and written by 4; 2 alone is written by 5. */
export const twoOutputs = (changes: { one?: number; two?: number } = {}): Prompt => ({
  1: node('Number', { value: changes.one ?? 1 }),
  2: node('Number', { value: changes.two ?? 2 }),
  3: node('Add', { a: ['1', 0], b: ['2', 0] }),
  4: node('Write', { number: ['3', 0], name: 'sum' }),
  5: node('Write', { number: ['2', 0], name: 'two' }),
})

/** One node that takes 1000 steps of 5 milliseconds, and writes its number. */
export const slow: Prompt = {
  1: node('Number', { value: 1 }),
  2: node('Slow', { number: ['1', 0], steps: 1000, ms: 5 }),
  3: node('Write', { number: ['2', 0], name: 'n' }),
}
