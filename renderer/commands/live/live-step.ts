import type { Workflow } from '../../../graph/workflow.ts'
import { isSameRun } from './same-run.ts'

/**
 * Live mode as a machine: an edit that may change the picture runs. One run is in progress and at most one is wanted after
 * it, always the newest. An edit cancels a run of older values at once. A draft, an edit that is still in progress, lets
 * the run before it finish, or nothing would be seen before the hand rests. When the engine dies under a run, the run is
 * asked for once more.
 */
export interface LiveState {
  readonly isLive: boolean
  /** The document in front, as it is. */
  readonly front: Version | null
  /** What the draft would make of its document. */
  readonly draft: Version | null
  readonly inProgress: InProgress | null
  readonly wanted: Wanted | null
  /** What was asked for last, whether or not it has ended. */
  readonly last: Wanted | null
  /** How many runs were asked for. */
  readonly requests: number
}

/** A document at one moment. */
export interface Version {
  /** The document's id. */
  readonly document: string
  readonly workflow: Workflow
}

/** What a run is asked for. */
export interface Wanted extends Version {
  readonly live: 'edit' | 'draft'
  /** The engine died under it once: a second time is not an accident. */
  readonly again: boolean
}

interface InProgress extends Wanted {
  readonly request: number
  /** The run's id; null until the program has answered. */
  readonly run: string | null
  /** An edit came after it: it is cancelled. */
  readonly isStale: boolean
  readonly engineStopped: boolean
  /** What was heard of runs before the program had answered which one it is. */
  readonly early: readonly RunNews[]
}

type RunNews = { readonly kind: 'engine-stopped' | 'ended'; readonly run: string }

export type LiveEvent =
  | { readonly kind: 'live'; readonly isLive: boolean }
  /** Another document is in front, or the one in front was changed. */
  | { readonly kind: 'document'; readonly front: Version | null }
  /** null: the draft has become an edit, or was given up. */
  | { readonly kind: 'draft'; readonly draft: Version | null }
  /** Nothing was edited for a moment. */
  | { readonly kind: 'rested' }
  /** @see LiveEffect `start`; null: the run could not be started */
  | { readonly kind: 'answered'; readonly request: number; readonly run: string | null }
  | RunNews

export type LiveEffect =
  | { readonly kind: 'start'; readonly request: number; readonly wanted: Wanted }
  | { readonly kind: 'cancel'; readonly run: string }
  /** Send `rested` after a moment in which none of these two came. */
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
  requests: 0,
}

export function liveStep(state: LiveState, event: LiveEvent): LiveStep {
  switch (event.kind) {
    case 'live': {
      const switched = { ...state, isLive: event.isLive, inProgress: null, wanted: null }
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
    case 'engine-stopped':
    case 'ended':
      return hear(state, event)
  }
}

const step = (state: LiveState, ...effects: readonly LiveEffect[]): LiveStep => ({ state, effects })

const runFront = (state: LiveState): LiveStep => (state.front ? want(state, state.front, 'edit') : step(state))

/** An edit runs after a moment without another one: whoever types has not finished. A stroke has, when the pen comes up. */
function follow(before: LiveState, front: Version | null): LiveStep {
  const state = { ...before, front }
  if (front?.document !== before.front?.document) return step(state, { kind: 'stop-resting' })
  if (!front || !before.front || !state.isLive || isSameRun(before.front.workflow, front.workflow)) return step(state)
  if (state.draft?.document !== front.document) return step(state, { kind: 'rest' })
  return after(want(state, front, 'edit'), { kind: 'stop-resting' })
}

function followDraft(state: LiveState): LiveStep {
  const { isLive, draft, front } = state
  if (!isLive) return step(state)
  if (draft) return want(state, draft, 'draft')
  const newest = state.wanted ?? state.last
  // A draft that was given up: its picture shows what is not there.
  const isGivenUp = front && newest?.live === 'draft' && !isSameRun(newest.workflow, front.workflow)
  return isGivenUp ? want(state, front, 'edit') : step(state)
}

/** The newest wish takes the place of the one before. */
function want(state: LiveState, { document, workflow }: Version, live: Wanted['live']): LiveStep {
  const { inProgress: now } = state
  const isAnswered = now !== null && !now.isStale && now.document === document && isSameRun(now.workflow, workflow)
  // A draft's picture is not kept: the edit that it became runs after it, and finds all but that done.
  const isEnough = isAnswered && (live === 'draft' || now.live === 'edit')
  const wanted = isEnough ? null : { document, workflow, live, again: false }
  if (live === 'draft' || !now || now.isStale || isAnswered) return startNext({ ...state, wanted })
  const overtaken = startNext({ ...state, wanted, inProgress: { ...now, isStale: true } })
  return now.run === null ? overtaken : after(overtaken, { kind: 'cancel', run: now.run })
}

/** Starts what is wanted, once nothing is in progress; a document that is not in front any more is not. */
function startNext(state: LiveState): LiveStep {
  const { wanted, isLive, front } = state
  if (!wanted || !isLive || wanted.document !== front?.document) return step({ ...state, wanted: null })
  if (state.inProgress) return step(state)
  const request = state.requests + 1
  const inProgress = { ...wanted, request, run: null, isStale: false, engineStopped: false, early: [] }
  return step(
    { ...state, wanted: null, last: wanted, inProgress, requests: request },
    { kind: 'start', request, wanted },
  )
}

function answer(state: LiveState, request: number, run: string | null): LiveStep {
  const { inProgress: now } = state
  if (now?.request !== request) return step(state)
  if (run === null) return end(state, now)
  const answered = { ...state, inProgress: { ...now, run, early: [] } }
  const news = now.early.filter(each => each.run === run)
  if (news.length === 0) return now.isStale ? step(answered, { kind: 'cancel', run }) : step(answered)
  return news.reduce((so, each) => after(liveStep(so.state, each), ...so.effects), step(answered))
}

function hear(state: LiveState, news: RunNews): LiveStep {
  const { inProgress: now } = state
  if (!now) return step(state)
  if (now.run === null) return step({ ...state, inProgress: { ...now, early: [...now.early, news] } })
  if (now.run !== news.run) return step(state)
  return news.kind === 'ended' ? end(state, now) : step({ ...state, inProgress: { ...now, engineStopped: true } })
}

function end(state: LiveState, { document, workflow, live, again, engineStopped }: InProgress): LiveStep {
  const once = engineStopped && !again ? { document, workflow, live, again: true } : null
  return startNext({ ...state, inProgress: null, wanted: state.wanted ?? once })
}

/** The same step with effects that come before its own. */
const after = ({ state, effects }: LiveStep, ...before: readonly LiveEffect[]): LiveStep => ({
  state,
  effects: [...before, ...effects],
})
