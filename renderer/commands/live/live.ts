import { changed } from '../../../graph/edit/change.ts'
import type { Draft, Studio } from '../../studio/studio.ts'
import { idle, type LiveEffect, type LiveEvent, liveStep, type Version } from './live-step.ts'

/** Milliseconds without an edit before the last one runs. */
const rest = 120

/** Runs live mode: passes events of the window to its step function and performs the effects. @returns ends it */
export function keepLive({ documents, layout, draft, api, attempt }: Studio): () => void {
  const inFront = (): Version | null => {
    const document = documents.active()
    return document ? { document: document.id, workflow: document.read().present } : null
  }
  let state = { ...idle, isLive: layout.store.getState().live, front: inFront() }
  let timer: ReturnType<typeof setTimeout> | undefined
  const send = (event: LiveEvent) => {
    const { state: next, effects } = liveStep(state, event)
    state = next
    for (const effect of effects) perform(effect)
  }
  function perform(effect: LiveEffect): void {
    if (effect.kind === 'start') void start(effect)
    else if (effect.kind === 'cancel') void attempt(() => api.request('run:cancel', effect.run))
    else if (effect.kind === 'overtake') void attempt(() => api.request('run:overtake', effect.run))
    else {
      clearTimeout(timer)
      if (effect.kind === 'rest') timer = setTimeout(() => send({ kind: 'rested' }), rest)
    }
  }
  async function start({ request, wanted }: Extract<LiveEffect, { kind: 'start' }>): Promise<void> {
    const run = (await documents.find(wanted.document)?.run(wanted)) ?? null
    send({ kind: 'answered', request, run })
  }

  const ends = [
    documents.store.subscribe(() => send({ kind: 'document', front: inFront() })),
    draft.subscribe(({ edit }) => send({ kind: 'draft', draft: edit && state.isLive ? drafted(edit) : null })),
    layout.store.subscribe(({ live }, before) => live !== before.live && send({ kind: 'live', isLive: live })),
    api.on('run', ({ run, event }) => {
      if (event.kind === 'error' && event.error.code === 'engine-stopped') send({ kind: 'engine-stopped', run })
      if (event.kind === 'decode-preview') send({ kind: 'decoding', run })
      if (event.kind === 'node-done') send({ kind: 'decoded', run })
      if (event.kind === 'run-end') send({ kind: 'ended', run })
    }),
  ]
  return () => {
    clearTimeout(timer)
    for (const end of ends) end()
  }
}

const drafted = ({ document, change }: NonNullable<Draft['edit']>): Version => ({
  document: document.id,
  workflow: changed(document.read().present, change),
})
