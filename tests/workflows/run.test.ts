import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { readImage } from '../../engine/image/files/read-image.ts'
import type { Specs } from '../../graph/prompt.ts'
import type { Workflow } from '../../graph/workflow.ts'
import type { RunEvent } from '../../runtime/contract/run-event.ts'
import { forkEngine } from '../../runtime/engine-process/fork.ts'
import { ProcessHost } from '../../runtime/engine-process/process-host.ts'
import { builtInModels } from '../../runtime/library/built-in.ts'
import { joinFolders } from '../../runtime/library/folders.ts'
import { openLibrary } from '../../runtime/library/library.ts'
import { createPromptRunner } from '../../runtime/prompt-runner.ts'
import { open, withLatentsOf, withValues, workflowFolder, workflowNames } from './open.ts'

const files = joinFolders(builtInModels, { input: [workflowFolder] })
const host = new ProcessHost({ start: forkEngine, settings: { folders: files, device: 'cpu', threads: 1 } })
const runner = createPromptRunner(host, openLibrary(files))

let output = ''
beforeAll(async () => {
  output = await mkdtemp(join(tmpdir(), 'workflows-'))
})
afterAll(async () => {
  await host.close()
  await rm(output, { recursive: true })
})

/** Runs a shipped workflow on the built-in model, in an engine process, and returns the pictures it saved. */
async function run(name: string, change?: (workflow: Workflow, specs: Specs) => Workflow) {
  const { specs } = await host.facts()
  const events: RunEvent[] = []
  const { prompt, workflow } = open(name, specs, workflow => change?.(workflow, specs) ?? workflow)
  const status = await runner.run({
    prompt,
    workflow,
    folders: { output, temp: output },
    signal: new AbortController().signal,
    on: event => events.push(event),
  })
  const errors = events.flatMap(event => (event.kind === 'error' ? [event.error.message] : []))
  const paths = events.flatMap(event => (event.kind === 'image' ? [event.image.path] : []))
  return { status, errors, paths }
}

/** How far the values of a picture lie apart; about 0 for a blank or broken one. */
const contrast = (values: Float32Array) => {
  const mean = values.reduce((sum, x) => sum + x, 0) / values.length
  return Math.sqrt(values.reduce((sum, x) => sum + (x - mean) ** 2, 0) / values.length)
}

const isGrid = (name: string) => name.startsWith('compare-')

test.each(workflowNames.filter(isGrid))(
  '%s draws a sheet of more than one picture, here of four small ones',
  async name => {
    const four = { columns: '6 (Few steps).steps = 1, 2', rows: '6 (Few steps).eta = 0, 1' }
    const { status, errors, paths } = await run(name, (workflow, specs) =>
      withValues('CompareGrid', four, withLatentsOf(64, workflow, specs), specs),
    )
    expect(errors).toEqual([])
    expect(status).toBe('done')
    expect(paths).toHaveLength(1)
    const { image } = await readImage(paths[0]!)
    expect(Math.min(image.dims[1]!, image.dims[2]!)).toBeGreaterThan(256)
    expect(contrast(image.data)).toBeGreaterThan(0.1)
  },
)

test.each(workflowNames.filter(name => !isGrid(name)))('%s draws a picture', async name => {
  // Twenty guided steps are compared in engine/pipeline/micro.test.ts.
  const { status, errors, paths } = await run(name, (workflow, specs) =>
    withValues('KSampler', { steps: 5 }, workflow, specs),
  )
  expect(errors).toEqual([])
  expect(status).toBe('done')
  expect(paths.length).toBeGreaterThan(0)
  for (const path of paths) {
    const { image } = await readImage(path)
    expect(image.dims).toEqual([1, 128, 128, 3])
    expect(contrast(image.data)).toBeGreaterThan(0.1)
  }
})
