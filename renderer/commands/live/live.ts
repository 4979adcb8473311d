import { changed } from '../../../graph/edit/change.ts'
import type { Workflow } from '../../../graph/workflow.ts'
import type { DocumentHandle } from '../../studio/document-handle.ts'
import type { Studio } from '../../studio/studio.ts'
import { isSameRun } from './same-run.ts'

/** Milliseconds of rest before an edit runs: whoever types has not finished. A stroke has, when the pen comes up. */
const rest = 120

/** What a run was asked for. */
interface Wanted {
  readonly document: DocumentHandle
  readonly workflow: Workflow
  readonly live: 'edit' | 'draft'
  /** The engine died under it once: a second time is no accident. */
  readonly again: boolean
}

interface UnderWay extends Wanted {
  /** null until the program has answered. */
  run: string | null
  isStale: boolean
  engineStopped: boolean
}

/**
 * Live mode: an edit that may change the picture runs. One run is under way and at most one is wanted after it, always
 * the newest. An edit cancels a run of older values at once; an edit that is still under way (a draft) lets the run
 * before it finish, or nothing would be seen before the hand rests. When the engine dies the run is asked for once more.
 */
export function keepLive(studio: Studio): () => void {
  const { documents, layout, draft, api } = studio
  let wanted: Wanted | null = null
  let underWay: UnderWay | null = null
  /** What was asked for last, under way or not. */
  let last: Wanted | null = null
  let timer: ReturnType<typeof setTimeout> | undefined
  const inFront = () => documents.active()?.read()
  let seen = inFront()
  const isLive = () => layout.store.getState().live

  async function next(): Promise<void> {
    if (wanted?.document !== documents.active() || !isLive()) wanted = null
    if (underWay || !wanted) return
    const mine: UnderWay = { ...wanted, run: null, isStale: false, engineStopped: false }
    wanted = null
    underWay = last = mine
    mine.run = await mine.document.run({ live: mine.live, workflow: mine.workflow })
    if (mine.run === null) end()
    else if (mine.isStale) cancel(mine.run)
  }
  function end(): void {
    const ended = underWay
    underWay = null
    if (ended?.engineStopped && !ended.again) wanted ??= { ...ended, again: true }
    void next()
  }
  const cancel = (run: string) => void studio.attempt(() => api.request('run:cancel', run))
  /** The newest wish takes the place of the one before. */
  function want(document: DocumentHandle, live: Wanted['live'], workflow = document.read().present): void {
    const isAnswered = underWay !== null && !underWay.isStale && isSameRun(underWay.workflow, workflow)
    // A draft's picture is not kept: the edit it became runs after it, and finds all but that done.
    wanted =
      isAnswered && (live === 'draft' || underWay?.live === 'edit') ? null : { document, workflow, live, again: false }
    if (live === 'edit' && underWay && !isAnswered && !underWay.isStale) {
      underWay.isStale = true
      if (underWay.run !== null) cancel(underWay.run)
    }
    void next()
  }

  const lookAtDocument = () => {
    const document = documents.active()
    const now = inFront()
    const before = seen
    seen = now
    if (now?.id !== before?.id) clearTimeout(timer)
    if (!document || !now || now.id !== before?.id || now.present === before.present) return
    if (!isLive() || isSameRun(before.present, now.present)) return
    clearTimeout(timer)
    if (draft.getState().edit?.document === document) want(document, 'edit')
    else timer = setTimeout(() => want(document, 'edit'), rest)
  }
  const lookAtDraft = () => {
    const { edit } = draft.getState()
    const document = edit?.document ?? documents.active()
    const newest = wanted ?? last
    if (!isLive() || !document) return
    if (edit) want(document, 'draft', changed(document.read().present, edit.change))
    // An edit that was given up, not made: the picture is of something that is not there.
    else if (newest?.live === 'draft' && !isSameRun(newest.workflow, document.read().present)) want(document, 'edit')
  }
  const runNow = () => {
    const document = documents.active()
    if (isLive() && document) want(document, 'edit')
  }
  const ends = [
    documents.store.subscribe(lookAtDocument),
    draft.subscribe(lookAtDraft),
    layout.store.subscribe((now, before) => {
      if (now.live === before.live) return
      underWay = wanted = null
      if (now.live) runNow()
    }),
    api.on('run', ({ run, event }) => {
      if (run !== underWay?.run) return
      if (event.kind === 'error' && event.error.code === 'engine-stopped') underWay.engineStopped = true
      if (event.kind === 'run-end') end()
    }),
  ]
  return () => {
    clearTimeout(timer)
    for (const end of ends) end()
  }
}
