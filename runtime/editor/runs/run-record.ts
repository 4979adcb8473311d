import type { RunRecord } from '../../contract/answers.ts'
import type { RunEvent } from '../../contract/run-event.ts'

/** Collects from the events of a run what the history keeps. */
export function recordRun(id: string, title: string) {
  const started = Date.now()
  const pictures: RunRecord['pictures'][number][] = []
  const errors: RunRecord['errors'][number][] = []
  let device: string | null = null
  let end: Pick<RunRecord, 'status' | 'ms'> = { status: 'failed', ms: 0 }
  return {
    on(event: RunEvent): void {
      if (event.kind === 'image') {
        const { filename, subfolder, type } = event.image
        pictures.push({ filename, subfolder, type, node: event.node })
      } else if (event.kind === 'error') errors.push(event.error)
      else if (event.kind === 'node-done') device = event.device
      else if (event.kind === 'run-end') end = { status: event.status, ms: event.ms }
    },
    record: (): RunRecord => ({ id, title, started, ...end, device, pictures, errors }),
  }
}
