import type { Workflow } from '../../../graph/workflow.ts'
import { isSameRun } from './same-run.ts'

/**
 * Live mode as a machine: an edit that may change the picture runs. One run is in progress and at most one is wanted after
 * it: the newest. An edit cancels a run of older values at once, or, if that has shown a preview of its picture and decodes it,
 * between two native calls, so that the engine goes on. A draft, an edit that is still in progress, lets the run
 * before it go on until it has shown something, a preview or the picture: if every draft cancelled the one before, no picture
 * would appear until the pen rests. When the engine stops during a run, the run is started once more.
 */
export interface LiveState {
  readonly isLive: boolean
  /** The document in front, as it is. */
  readonly front: Version | null
  /** The document of the draft, with the draft applied. */
  readonly draft: Version | null
  readonly inProgress: InProgress | null
  readonly wanted: Wanted | null
  /** The newest run that was started, whether or not it has ended. */
  readonly last: Wanted | null
  /** By document that live mode was asked to run: what its last run was made of; null while its last edit has not run. */
  readonly done: Readonly<Record<string, Workflow | null>>
  /** How many runs were started. */
  readonly requests: number
}

/** A document at one moment. */
export interface Version {
  /** The document's id. */
  readonly document: string
  readonly workflow: Workflow
}

/** A run to start. */
export interface Wanted extends Version {
  readonly live: 'edit' | 'draft'
  /** It is the second try, after the engine stopped: there is no third. */
  readonly again: boolean
}

interface InProgress extends Wanted {
  readonly request: number
  /** The run's id; null until the program has answered. */
  readonly run: string | null
  /** A later edit makes it obsolete: it is cancelled. */
  readonly isStale: boolean
  /** Something newer waits for it: its preview is enough. */
  readonly isOvertaken: boolean
  /** It has shown a preview of the picture that it decodes now. */
  readonly isDecoding: boolean
  readonly engineStopped: boolean
  /** Events of runs that came before the program had answered with the run's id. */
  readonly early: readonly RunNews[]
}

type RunNews = { readonly kind: 'decoding' | 'decoded' | 'engine-stopped' | 'ended'; readonly run: string }

export type LiveEvent =
  | { readonly kind: 'live'; readonly isLive: boolean }
  /** Another document is in front, or the one in front was changed. */
  | { readonly kind: 'document'; readonly front: Version | null }
  /** null: the draft became an edit, or was cancelled. */
  | { readonly kind: 'draft'; readonly draft: Version | null }
  /** No edit came for a moment. */
  | { readonly kind: 'rested' }
  /** The program has answered a `start`; run is null when it could not be started. */
  | { readonly kind: 'answered'; readonly request: number; readonly run: string | null }
  | RunNews

export type LiveEffect =
  | { readonly kind: 'start'; readonly request: number; readonly wanted: Wanted }
  | { readonly kind: 'cancel'; readonly run: string }
  /** End the run once it has shown its previews. */
  | { readonly kind: 'overtake'; readonly run: string }
  /** Send `rested` in a moment, unless `rest` or `stop-resting` comes first. */
  | { readonly kind: 'rest' }
  | { readonly kind: 'stop-resting' }

export interface LiveStep {
  readonly state: LiveState
  readonly effects: readonly LiveEffect[]
}

export const idle: LiveState = {
  isLive: false,
  front: null,
  draft: null,
  inProgress: null,
  wanted: null,
  last: null,
  done: {},
  requests: 0,
}

export function liveStep(state: LiveState, event: LiveEvent): LiveStep {
  switch (event.kind) {
    case 'live': {
      const switched = { ...state, isLive: event.isLive, inProgress: null, wanted: null, done: {} }
      return event.isLive ? runFront(switched) : step(switched, { kind: 'stop-resting' })
    }
    case 'document':
      return follow(state, event.front)
    case 'draft':
      return followDraft({ ...state, draft: event.draft })
    case 'rested':
      return runFront(state)
    case 'answered':
      return answer(state, event.request, event.run)
    case 'decoding':
    case 'decoded':
    case 'engine-stopped':
    case 'ended':
      return hear(state, event)
  }
}

const step = (state: LiveState, ...effects: readonly LiveEffect[]): LiveStep => ({ state, effects })

const runFront = (state: LiveState): LiveStep => (state.front ? want(state, state.front, 'edit') : step(state))

/**
 * An edit runs after a moment without another one, so that typing is finished. A stroke is finished when the pen comes up.
 * A document that comes to the front again runs if its last edit has not run to the end.
 */
function follow(before: LiveState, front: Version | null): LiveStep {
  const state = { ...before, front }
  if (front?.document !== before.front?.document)
    return step(state, { kind: hasToRun(state) ? 'rest' : 'stop-resting' })
  if (!front || !before.front || !state.isLive || isSameRun(before.front.workflow, front.workflow)) return step(state)
  if (state.draft?.document !== front.document) return step(unanswered(state, front), { kind: 'rest' })
  return after(want(state, front, 'edit'), { kind: 'stop-resting' })
}

function hasToRun({ isLive, front, done }: LiveState): boolean {
  const ran = front ? done[front.document] : undefined
  return isLive && front !== null && ran !== undefined && (ran === null || !isSameRun(ran, front.workflow))
}

const unanswered = (state: LiveState, { document }: Version): LiveState => ({
  ...state,
  done: { ...state.done, [document]: null },
})

function followDraft(state: LiveState): LiveStep {
  const { draft, front } = state
  if (draft) return want(state, draft, 'draft')
  const newest = state.wanted ?? state.last
  // The draft was cancelled: its picture shows an edit that does not exist.
  const isGivenUp = front && newest?.live === 'draft' && !isSameRun(newest.workflow, front.workflow)
  return isGivenUp ? want(state, front, 'edit') : step(state)
}

/** Wants a run in place of the one that was wanted before. */
function want(before: LiveState, version: Version, live: Wanted['live']): LiveStep {
  const { document, workflow } = version
  const state = unanswered(before, version)
  const { inProgress: now } = state
  const isAnswered =
    now !== null && !now.isStale && !now.isOvertaken && now.document === document && isSameRun(now.workflow, workflow)
  // A draft's picture is not kept. The edit that it became runs after it, and reuses all results but the picture.
  const isEnough = isAnswered && (live === 'draft' || now.live === 'edit')
  const wanted = isEnough ? null : { document, workflow, live, again: false }
  if (!now || now.isStale || isAnswered) return startNext({ ...state, wanted })
  if (live === 'draft' || now.isDecoding) return overtake({ ...state, wanted }, now)
  const overtaken = startNext({ ...state, wanted, inProgress: { ...now, isStale: true } })
  return now.run === null ? overtaken : after(overtaken, { kind: 'cancel', run: now.run })
}

/** Something newer waits for the run in progress, whose preview is then enough. */
function overtake(state: LiveState, now: InProgress): LiveStep {
  const next = startNext(state)
  if (!next.state.wanted || now.isOvertaken) return next
  const overtaken = step({ ...next.state, inProgress: { ...now, isOvertaken: true } })
  return now.run === null ? overtaken : after(overtaken, { kind: 'overtake', run: now.run })
}

/** Starts the wanted run when no other is in progress. A run of a document that is no longer in front is dropped. */
function startNext(state: LiveState): LiveStep {
  const { wanted, isLive, front } = state
  if (!wanted || !isLive || wanted.document !== front?.document) return step({ ...state, wanted: null })
  if (state.inProgress) return step(state)
  const request = state.requests + 1
  const inProgress = {
    ...wanted,
    request,
    run: null,
    isStale: false,
    isOvertaken: false,
    isDecoding: false,
    engineStopped: false,
    early: [],
  }
  return step(
    { ...state, wanted: null, last: wanted, inProgress, requests: request },
    { kind: 'start', request, wanted },
  )
}

function answer(state: LiveState, request: number, run: string | null): LiveStep {
  const { inProgress: now } = state
  if (now?.request !== request) return step(state)
  if (run === null) return end(state, { ...now, isStale: true })
  const answered = { ...state, inProgress: { ...now, run, early: [] } }
  const news = now.early.filter(each => each.run === run)
  if (news.length === 0)
    return step(
      answered,
      ...(now.isStale
        ? [{ kind: 'cancel', run } as const]
        : now.isOvertaken
          ? [{ kind: 'overtake', run } as const]
          : []),
    )
  return news.reduce((so, each) => after(liveStep(so.state, each), ...so.effects), step(answered))
}

function hear(state: LiveState, news: RunNews): LiveStep {
  const { inProgress: now } = state
  if (!now) return step(state)
  if (now.run === null) return step({ ...state, inProgress: { ...now, early: [...now.early, news] } })
  if (now.run !== news.run) return step(state)
  if (news.kind === 'ended') return end(state, now)
  const heard = news.kind === 'engine-stopped' ? { engineStopped: true } : { isDecoding: news.kind === 'decoding' }
  return step({ ...state, inProgress: { ...now, ...heard } })
}

function end(state: LiveState, run: InProgress): LiveStep {
  const { document, workflow, live, again, isStale, isOvertaken, engineStopped } = run
  const once = engineStopped && !again ? { document, workflow, live, again: true } : null
  // A draft's picture is not kept.
  const ran = live === 'edit' && !isStale && !isOvertaken && !engineStopped ? workflow : null
  const done = { ...state.done, [document]: ran }
  return startNext({ ...state, done, inProgress: null, wanted: state.wanted ?? once })
}

/** The same step with other effects before its own. */
const after = ({ state, effects }: LiveStep, ...before: readonly LiveEffect[]): LiveStep => ({
  state,
  effects: [...before, ...effects],
})
