import { access } from 'node:fs/promises'
import type { SavedFile } from '../engine/image/files/save-numbered.ts'
import { gridType } from '../graph/compare/axis.ts'
import { cellPrompt, cellWorkflow } from '../graph/compare/cell-workflow.ts'
import { type GridPlan, planWithGrids } from '../graph/compare/plan-grids.ts'
import { NodeError } from '../graph/errors.ts'
import type { Prompt, Specs } from '../graph/prompt.ts'
import type { Workflow } from '../graph/workflow.ts'
import { type FollowedGrid, followGrids } from './compare/follow-grids.ts'
import { saveSheet, sheetOf } from './compare/save-sheet.ts'
import type { RunEvent, RunStatus } from './contract/run-event.ts'
import type { EngineHost } from './engine-process/host.ts'
import { createExecutor, type RunRequest } from './executor.ts'
import type { Library } from './library/library.ts'
import { pictureMetadata } from './metadata.ts'
import { runErrorOf } from './run-error.ts'

export interface PromptRun extends Pick<RunRequest, 'folders' | 'previews' | 'signal' | 'on'> {
  readonly prompt: Prompt
  /** The document it came from, for pictures to carry. */
  readonly workflow?: Workflow | undefined
  /** Only these output nodes and what they need. */
  readonly targets?: readonly string[] | undefined
}

/** Runs prompts as the editor and the command line have them: planned, grids drawn cell by cell and put on their sheets. */
export interface PromptRunner {
  /** Never rejects: what goes wrong is an `error` event and the status `failed`. */
  run(order: PromptRun): Promise<RunStatus>
}

export function createPromptRunner(host: EngineHost, library: Library): PromptRunner {
  const executor = createExecutor(host, library)
  /** Sheets that were saved, by what they show. */
  const sheets = new Map<string, SavedFile>()
  return {
    async run(order) {
      const { specs } = await host.facts()
      const planned = planWithGrids(order.prompt, specs, order.targets && [...order.targets])
      let end: RunEvent | undefined
      const { receive, followed } = followGrids(planned, specs, event => {
        // The sheets still belong to the run.
        if (event.kind === 'run-end') end = event
        else order.on(event)
      })
      const status = await executor.run({
        ...order,
        plan: planned.plan,
        passing: planned.passing,
        metadata: metadataOf(order, planned, specs),
        on: receive,
      })
      const drawn = await drawSheets(order, followed, specs, sheets)
      const all = status === 'done' && !drawn ? 'failed' : status
      if (end?.kind === 'run-end') order.on({ ...end, status: all })
      return all
    },
  }
}

/** A cell carries the workflow that draws it alone, everything else the whole. */
function metadataOf({ prompt, workflow }: PromptRun, { grids }: GridPlan, specs: Specs): RunRequest['metadata'] {
  const whole = pictureMetadata(prompt, workflow)
  const cells = new Map(grids.flatMap(({ node, cells }) => cells.map(cell => [cell.id, { node, ...cell }] as const)))
  return id => {
    const cell = cells.get(id)
    if (!cell) return whole
    const document = workflow && cellWorkflow(workflow, specs, cell.node, cell.overrides)
    return pictureMetadata(cellPrompt(prompt, cell.node, cell.overrides), document)
  }
}

/** @returns whether every sheet could be saved */
async function drawSheets(
  order: PromptRun,
  followed: readonly FollowedGrid[],
  specs: Specs,
  sheets: Map<string, SavedFile>,
): Promise<boolean> {
  let all = true
  for (const each of followed) {
    const { node, title } = each.grid
    if (!each.cells.some(({ picture }) => picture !== null)) continue
    const started = performance.now()
    try {
      const file = await sheetFile(order, each, specs, sheets)
      order.on({ kind: 'image', node, image: { ...file, type: 'output' } })
      order.on({ kind: 'node-done', node, ms: performance.now() - started, loadMs: 0, device: 'cpu' })
    } catch (error) {
      all = false
      order.on({ kind: 'error', error: runErrorOf(new NodeError({ id: node, type: gridType, title }, error)) })
    }
  }
  return all
}

/** The sheet of a grid; one that shows the very same is not saved twice. */
async function sheetFile(
  { prompt, workflow, folders }: PromptRun,
  followed: FollowedGrid,
  specs: Specs,
  sheets: Map<string, SavedFile>,
): Promise<SavedFile> {
  const sheet = sheetOf(followed, prompt, specs)
  const key = JSON.stringify([folders.output, sheet.prefix, sheet.text, sheet.cells.map(({ picture }) => picture)])
  const before = sheets.get(key)
  const isThere =
    before &&
    (await access(before.path).then(
      () => true,
      () => false,
    ))
  const file = isThere ? before : await saveSheet(sheet, folders.output, pictureMetadata(prompt, workflow))
  sheets.set(key, file)
  return file
}
