import type { SavedFile } from '../../engine/image/files/save-numbered.ts'
import { gridType } from '../../graph/compare/axis.ts'
import { cellPrompt, cellWorkflow, withoutGrids } from '../../graph/compare/cell-workflow.ts'
import type { Grid } from '../../graph/compare/expand.ts'
import { expandGrids, gridsOf } from '../../graph/compare/expand-grids.ts'
import { NodeError } from '../../graph/errors.ts'
import type { Specs } from '../../graph/prompt.ts'
import type { Expander, Expansion, PromptRun } from '../expander.ts'
import { isThere } from '../is-there.ts'
import { type Metadata, pictureMetadata } from '../metadata.ts'
import { runErrorOf } from '../run-error.ts'
import { type FollowedGrid, followGrids } from './follow-grids.ts'
import { saveSheet, sheetOf } from './save-sheet.ts'

/** Draws every Compare Grid cell by cell, and puts the cells on its sheet when the run ends. */
export function compareGrids(): Expander {
  /** Sheets that were saved, by what they show. */
  const sheets = new Map<string, SavedFile>()
  return {
    expand(run, specs) {
      if (gridsOf(run.prompt).length === 0) return null
      if (run.live) return asPictures(run)
      const { grids, ...expansion } = expandGrids(run.prompt, specs, run.targets)
      return {
        ...expansion,
        metadata: metadataOf(run, grids, specs),
        follow(on) {
          const { receive, followed } = followGrids(expansion.prompt, grids, specs, on)
          return { receive, finish: () => drawSheets({ ...run, on }, followed, specs, sheets) }
        },
      }
    },
  }
}

/** Live mode answers an edit with one picture; the pictures of a grid are drawn when a person asks for them. */
function asPictures({ prompt, workflow, targets }: PromptRun): Expansion {
  const plain = withoutGrids(prompt)
  const metadata = pictureMetadata(plain, workflow)
  return { prompt: plain, targets, metadata: () => metadata }
}

/** A cell carries the workflow that draws it alone. */
function metadataOf({ prompt, workflow }: PromptRun, grids: readonly Grid[], specs: Specs) {
  const cells = new Map(grids.flatMap(({ node, cells }) => cells.map(cell => [cell.id, { node, ...cell }] as const)))
  return (id: string): Metadata | undefined => {
    const cell = cells.get(id)
    if (!cell) return undefined
    const document = workflow && cellWorkflow(workflow, specs, cell.node, cell.overrides)
    return pictureMetadata(cellPrompt(prompt, cell.node, cell.overrides), document)
  }
}

type Sheets = Map<string, SavedFile>

/** @returns whether every sheet could be saved */
async function drawSheets(
  run: PromptRun,
  followed: readonly FollowedGrid[],
  specs: Specs,
  sheets: Sheets,
): Promise<boolean> {
  let all = true
  for (const each of followed) {
    const { node, title } = each.grid
    if (!each.cells.some(({ picture }) => picture !== null)) continue
    const started = performance.now()
    try {
      const file = await sheetFile(run, each, specs, sheets)
      run.on({ kind: 'image', node, image: { ...file, type: 'output' } })
      run.on({ kind: 'node-done', node, ms: performance.now() - started, loadMs: 0, device: 'cpu' })
    } catch (error) {
      all = false
      run.on({ kind: 'error', error: runErrorOf(new NodeError({ id: node, type: gridType, title }, error)) })
    }
  }
  return all
}

/** The sheet of a grid. A sheet that shows the same as one before is not saved again. */
async function sheetFile(
  { prompt, workflow, folders }: PromptRun,
  followed: FollowedGrid,
  specs: Specs,
  sheets: Sheets,
): Promise<SavedFile> {
  const sheet = sheetOf(followed, prompt, specs)
  const key = JSON.stringify([folders.output, sheet.prefix, sheet.text, sheet.cells.map(({ picture }) => picture)])
  const before = sheets.get(key)
  const file =
    before && (await isThere(before.path))
      ? before
      : await saveSheet(sheet, folders.output, pictureMetadata(prompt, workflow))
  sheets.set(key, file)
  return file
}
