import type { RunSummary } from '../../../graph/run/summary.ts'
import type { RunRecord } from '../../contract/answers.ts'
import type { RunEvent } from '../../contract/run-event.ts'
import type { QueuedRun, RunStore } from '../../store/run-store.ts'

/**
 * Writes into the store what the history keeps of a run: each picture before a window is told of it, and how the run ended.
 * Of live mode, which asks several times a second, it keeps edits that were not cancelled, and no drafts.
 */
export function keepRun(run: QueuedRun, store: RunStore) {
  const { id, title, document, live } = run
  const pictures: RunRecord['pictures'][number][] = []
  const errors: RunRecord['errors'][number][] = []
  let device: string | null = null
  let summary: RunSummary | null = null
  let isStored = live === undefined
  const started = Date.now()

  const mustBeStored = () => {
    if (!isStored) store.add(run, 'running')
    isStored = true
  }

  return {
    begin(): void {
      if (isStored) store.begin(id)
    },
    /** What the run is, once its workflow was read. */
    sumUp(of: RunSummary): void {
      summary = of
    },
    /** @throws StoreError */
    on(event: RunEvent): void {
      if (event.kind === 'error') errors.push(event.error)
      else if (event.kind === 'node-done') device = event.device
      else if (event.kind === 'image') {
        const { filename, subfolder, type } = event.image
        pictures.push({ filename, subfolder, type, node: event.node })
        if (live === 'draft') return
        mustBeStored()
        store.addPicture(id, pictures.at(-1)!)
      }
    },
    /** @returns the record; null of a run that leaves none. @throws StoreError */
    end({ status, ms }: Extract<RunEvent, { kind: 'run-end' }>): RunRecord | null {
      if (live === 'draft') return null
      if (live === 'edit' && status === 'cancelled') {
        if (isStored) store.drop(id)
        return null
      }
      const record: RunRecord = { id, title, document, status, started, ms, device, pictures, errors, summary }
      mustBeStored()
      store.end(record)
      return record
    },
  }
}
