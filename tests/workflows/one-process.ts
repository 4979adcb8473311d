import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect } from 'vitest'
import { Sessions } from '../../engine/runtime/sessions.ts'
import type { Prompt } from '../../graph/prompt.ts'
import { loadNodes } from '../../nodes/registry.ts'
import type { RunEvent } from '../../runtime/contract/run-event.ts'
import { inProcess } from '../../runtime/engine-process/in-process.ts'
import { ProcessHost } from '../../runtime/engine-process/process-host.ts'
import { builtInModels } from '../../runtime/library/built-in.ts'
import { openLibrary } from '../../runtime/library/library.ts'
import { createPromptRunner } from '../../runtime/prompt-runner.ts'
import { open } from './open.ts'

/** A shipped workflow on the built-in model, run again and again in this process, with the real nodes and sessions. */
export async function inOneProcess(name: string) {
  const sessions = new Sessions({ device: 'cpu', threads: 1 })
  const workload = { loadNodes, openSessions: async () => sessions }
  const host = new ProcessHost({
    start: () => inProcess(workload),
    settings: { folders: builtInModels, device: 'cpu' },
  })
  const runner = createPromptRunner(host, openLibrary(builtInModels))
  const output = await mkdtemp(join(tmpdir(), 'one-process-'))
  afterAll(async () => {
    await host.close()
    await rm(output, { recursive: true })
  })
  const created = (): number => sessions.timings.reduce((n, timing) => n + timing.created, 0)

  return {
    prompt: open(name, (await host.facts()).specs).prompt,
    /** How many sessions were made so far. */
    created,
    /** Runs it, or a changed one, to its end. @returns what the run told, and how many sessions it made */
    async run(prompt: Prompt): Promise<{ events: readonly RunEvent[]; sessions: number }> {
      const events: RunEvent[] = []
      const before = created()
      const status = await runner.run({
        prompt,
        folders: { output, temp: output },
        signal: new AbortController().signal,
        on: event => events.push(event),
      })
      expect(status).toBe('done')
      return { events, sessions: created() - before }
    },
  }
}
