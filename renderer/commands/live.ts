import type { Workflow } from '../../graph/workflow.ts'
import type { Studio } from '../studio/studio.ts'
import { startRun } from './start-run.ts'

/** Milliseconds of rest before an edit runs. */
const rest = 250

/**
 * Live mode: an edit that may change the picture runs, once the hands rest. A run that is still under way with older
 * values is cancelled.
 */
export function keepLive(studio: Studio): () => void {
  const { documents, layout, runs, api } = studio
  let seen: Workflow | undefined = documents.active()?.present
  let timer: ReturnType<typeof setTimeout> | undefined
  const look = () => {
    const present = documents.active()?.present
    if (present === seen) return
    const before = seen
    seen = present
    const isLive = layout.store.getState().live && before !== undefined && present !== undefined
    if (!isLive || isSameRun(before, present)) return
    clearTimeout(timer)
    timer = setTimeout(() => {
      const stale = runs.store.getState().views[documents.active()?.id ?? '']
      if (stale && (stale.status === 'running' || stale.status === 'waiting'))
        void studio.attempt(() => api.request('run:cancel', stale.run))
      void startRun(studio, { live: true })
    }, rest)
  }
  const ends = [
    documents.store.subscribe(look),
    layout.store.subscribe((now, before) => now.live && !before.live && void startRun(studio, { live: true })),
  ]
  return () => {
    clearTimeout(timer)
    for (const end of ends) end()
  }
}

/** Do both make the same picture, as far as one can see? Moving, colouring and folding nodes changes none. */
const isSameRun = (a: Workflow, b: Workflow): boolean => essence(a) === essence(b)

const essence = ({ nodes, links }: Workflow): string =>
  JSON.stringify(
    [nodes.map(({ id, type, mode, inputs, widgets_values }) => [id, type, mode, inputs, widgets_values]), links],
    (_key, value: unknown) => (typeof value === 'bigint' ? String(value) : value),
  )
