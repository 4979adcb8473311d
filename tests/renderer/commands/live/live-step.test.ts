import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { emptyWorkflow, type Workflow } from '../../../../graph/workflow.ts'
import {
  idle,
  type LiveEffect,
  type LiveEvent,
  type LiveState,
  liveStep,
  type Version,
} from '../../../../renderer/commands/live/live-step.ts'

const saying = (words: string, document = 'a'): Version => ({
  document,
  workflow: { ...emptyWorkflow, nodes: [{ id: 1, type: 'Text', widgets_values: [words] }] },
})
const wordsIn = ({ nodes }: Workflow) => String((nodes[0]!.widgets_values as string[])[0])

const live: LiveEvent = { kind: 'live', isLive: true }
const edit = (words: string, document?: string): LiveEvent => ({ kind: 'document', front: saying(words, document) })
const draft = (words: string, document?: string): LiveEvent => ({ kind: 'draft', draft: saying(words, document) })
const noDraft: LiveEvent = { kind: 'draft', draft: null }
const rested: LiveEvent = { kind: 'rested' }
const answered = (request: number, run: string | null = `run ${request}`): LiveEvent => ({
  kind: 'answered',
  request,
  run,
})
const ended = (run: number): LiveEvent => ({ kind: 'ended', run: `run ${run}` })
const engineStopped = (run: number): LiveEvent => ({ kind: 'engine-stopped', run: `run ${run}` })

/** `start 2: words…` for a draft, `cancel run 1`, `overtake run 1`, `rest`. */
const written = (effect: LiveEffect): string =>
  effect.kind === 'start'
    ? `start ${effect.request}: ${wordsIn(effect.wanted.workflow)}${effect.wanted.live === 'draft' ? '…' : ''}`
    : 'run' in effect
      ? `${effect.kind} ${effect.run}`
      : effect.kind

/** What the machine does at each of these events, after the document `start` came to the front. */
function play(...events: readonly LiveEvent[]): readonly string[] {
  let state: LiveState = { ...idle, front: saying('start') }
  return events.map(event => {
    const { state: next, effects } = liveStep(state, event)
    state = next
    return effects.map(written).join(', ')
  })
}

describe('live mode', () => {
  test('runs the document in front as soon as it is switched on, and nothing before', () => {
    expect(play(edit('a'), rested, live)).toEqual(['', '', 'start 1: a'])
  })

  test('runs an edit once nothing was edited for a moment', () => {
    expect(play(live, answered(1), ended(1), edit('a'), edit('ab'), rested)).toEqual([
      'start 1: start',
      '',
      '',
      'rest',
      'rest',
      'start 2: ab',
    ])
  })

  test('does not rest for an edit that makes the same picture', () => {
    const moved: LiveEvent = {
      kind: 'document',
      front: { document: 'a', workflow: { ...saying('start').workflow, extra: { ds: { scale: 2 } } } },
    }
    expect(play(live, moved)).toEqual(['start 1: start', ''])
  })

  test('cancels the run in progress once an edit has come after it, and runs only the newest', () => {
    const events = [live, answered(1), edit('a'), rested, edit('b'), rested, ended(1)]
    expect(play(...events).slice(3)).toEqual(['cancel run 1', 'rest', '', 'start 2: b'])
  })

  test('cancels a run that an edit overtook before the program had answered', () => {
    expect(play(live, edit('a'), rested, answered(1)).slice(2)).toEqual(['', 'cancel run 1'])
  })

  test('goes on with what is wanted when a run could not be started', () => {
    expect(play(live, edit('a'), rested, answered(1, null)).at(-1)).toBe('start 2: a')
  })

  test('lets a draft wait until the run before it has shown something, and keeps the newest draft only', () => {
    expect(play(live, answered(1), draft('a'), draft('ab'), ended(1)).slice(2)).toEqual([
      'overtake run 1',
      '',
      'start 2: ab…',
    ])
    expect(play(live, draft('a'), answered(1), ended(1)).slice(1)).toEqual(['', 'overtake run 1', 'start 2: a…'])
  })

  test('lets the engine go on where an edit comes while a run decodes what it has shown a preview of', () => {
    const decoding: LiveEvent = { kind: 'decoding', run: 'run 1' }
    const decoded: LiveEvent = { kind: 'decoded', run: 'run 1' }
    expect(play(live, answered(1), decoding, edit('a'), rested, ended(1)).slice(2)).toEqual([
      '',
      'rest',
      'overtake run 1',
      'start 2: a',
    ])
    expect(play(live, answered(1), decoding, decoded, edit('a'), rested).at(-1)).toBe('cancel run 1')
  })

  test('does not take an overtaken run for an answer: it may have ended with a preview', () => {
    const events = [live, answered(1), ended(1), draft('a'), answered(2), draft('ab'), draft('a'), edit('a'), noDraft]
    expect(play(...events, ended(2)).slice(5)).toEqual([
      'overtake run 2',
      '',
      'stop-resting, cancel run 2',
      '',
      'start 3: a',
    ])
  })

  test('lets a draft that is the whole edit, and that nothing overtook, make its exact picture', () => {
    const events = [live, answered(1), ended(1), draft('a'), answered(2), draft('a'), edit('a'), noDraft, ended(2)]
    expect(play(...events).slice(5)).toEqual(['', 'stop-resting', '', 'start 3: a'])
  })

  test('runs the edit that a draft became at once, in its place', () => {
    const events = [live, answered(1), ended(1), draft('a'), answered(2), edit('ab'), noDraft, ended(2)]
    expect(play(...events).slice(5)).toEqual(['stop-resting, cancel run 2', '', 'start 3: ab'])
  })

  test('lets a draft finish that was the whole edit', () => {
    const events = [live, answered(1), ended(1), draft('a'), answered(2), edit('a'), noDraft, ended(2)]
    expect(play(...events).slice(5)).toEqual(['stop-resting', '', 'start 3: a'])
  })

  test('runs the document itself after a draft that was given up', () => {
    const events = [live, answered(1), ended(1), draft('a'), answered(2), noDraft, ended(2)]
    expect(play(...events).slice(5)).toEqual(['cancel run 2', 'start 3: start'])
  })

  test('runs nothing when a draft ends and nothing was drawn', () => {
    expect(play(live, answered(1), ended(1), noDraft).at(-1)).toBe('')
    expect(play(live, answered(1), ended(1), edit('a'), noDraft).slice(3)).toEqual(['rest', ''])
  })

  test('runs nothing for an edit that is taken back before it ran', () => {
    const events = [live, answered(1), edit('a'), edit('start'), rested, ended(1)]
    expect(play(...events).slice(2)).toEqual(['rest', 'rest', '', ''])
  })

  test('drops what is wanted for a document that is not in front any more', () => {
    expect(play(live, answered(1), draft('a'), edit('other', 'b'), ended(1)).slice(3)).toEqual(['stop-resting', ''])
    expect(play(live, answered(1), ended(1), draft('x', 'b')).at(-1)).toBe('')
  })

  test('runs an equal document of another tab too: its pictures are its own', () => {
    const other = [edit('start', 'b'), edit('changed', 'b'), edit('start', 'b'), rested, ended(1)]
    expect(play(live, answered(1), ...other).at(-1)).toBe('start 2: start')
  })

  test('runs an edit that was left by a switch of tabs at once, when its document is in front again', () => {
    const events = [live, answered(1), ended(1), edit('a'), edit('other', 'b'), edit('a'), rested]
    expect(play(...events).slice(3)).toEqual(['rest', 'stop-resting', 'rest', 'start 2: a'])
  })

  test('runs a document again whose run was cancelled by an edit of another one', () => {
    const inB = [edit('b', 'b'), edit('bb', 'b'), rested, ended(1), answered(2), ended(2)]
    const played = play(live, answered(1), ...inB, edit('start'), rested, answered(3), ended(3), edit('bb', 'b'))
    expect(played.slice(2)).toEqual([
      'stop-resting',
      'rest',
      'cancel run 1',
      'start 2: bb',
      '',
      '',
      'rest',
      'start 3: start',
      '',
      '',
      'stop-resting',
    ])
  })

  test('does not run a document again whose last edit ran while another one was in front', () => {
    expect(play(live, answered(1), edit('other', 'b'), ended(1), edit('start')).slice(2)).toEqual([
      'stop-resting',
      '',
      'stop-resting',
    ])
  })

  test('asks once more for a run that the engine died under, not twice', () => {
    const events = [live, answered(1), engineStopped(1), ended(1), answered(2), engineStopped(2), ended(2)]
    expect(play(...events).slice(3)).toEqual(['start 2: start', '', '', ''])
  })

  test('ends a run whose end was heard before the program had answered which run it is', () => {
    expect(play(live, edit('a'), rested, ended(1), answered(1)).at(-1)).toBe('start 2: a')
    expect(play(live, engineStopped(1), ended(1), answered(1)).at(-1)).toBe('start 2: start')
  })

  test('does not take the runs of others for its own', () => {
    expect(play(ended(7), live, answered(1), ended(1), engineStopped(1), ended(1)).slice(3)).toEqual(['', '', ''])
    expect(play(live, ended(7), answered(1), ended(8), edit('a'), rested).at(-1)).toBe('cancel run 1')
  })

  test('forgets everything when it is switched off, also an answer that is still to come', () => {
    const off: LiveEvent = { kind: 'live', isLive: false }
    expect(play(live, off, answered(1), edit('a'), rested)).toEqual(['start 1: start', 'stop-resting', '', '', ''])
    expect(play(live, off, live, answered(1, null), edit('a'), rested, answered(2)).slice(2)).toEqual([
      'start 2: start',
      '',
      'rest',
      '',
      'cancel run 2',
    ])
  })

  test('never has two runs in progress, and ends with the document as it is', () => {
    const words = fc.constantFrom('a', 'b', 'c')
    const events = fc.oneof(
      words.map(edit),
      words.map(draft),
      fc.constant(noDraft),
      fc.constant(rested),
      fc.constant('answer' as const),
      fc.constant('end' as const),
      fc.constant('engine dies' as const),
    )
    fc.assert(
      fc.property(fc.array(events, { maxLength: 40 }), events => {
        const program = new Program()
        program.tell(live)
        for (const event of events) program.tell(event)
        program.tell(noDraft)
        program.tell(rested)
        for (let i = 0; i < 6; i++) for (const event of ['answer', 'end'] as const) program.tell(event)
        expect(program.most).toBe(1)
        expect(program.last).toBe(wordsIn(program.state.front!.workflow))
        expect(program.overtaken).not.toContain(`run ${program.state.requests}`)
      }),
    )
  })
})

/** Answers the machine as the program would: a request becomes a run, and a run ends when it may, cancelled or not. */
class Program {
  state: LiveState = { ...idle, front: saying('start') }
  most = 0
  last = ''
  overtaken: string[] = []
  #asked: number[] = []
  #running: number[] = []

  tell(event: LiveEvent | 'answer' | 'end' | 'engine dies'): void {
    if (typeof event !== 'string') this.#step(event)
    else if (event === 'answer') this.#answer(this.#asked.shift())
    else this.#end(this.#running.shift(), event === 'engine dies')
  }

  #answer(request: number | undefined): void {
    if (request === undefined) return
    this.#running.push(request)
    this.#step(answered(request))
  }

  #end(run: number | undefined, engineDies: boolean): void {
    if (run === undefined) return
    if (engineDies) this.#step(engineStopped(run))
    this.#step(ended(run))
  }

  #step(event: LiveEvent): void {
    const { state, effects } = liveStep(this.state, event)
    this.state = state
    for (const effect of effects)
      if (effect.kind === 'start') {
        this.#asked.push(effect.request)
        this.last = wordsIn(effect.wanted.workflow)
      } else if (effect.kind === 'overtake') this.overtaken.push(effect.run)
    this.most = Math.max(this.most, this.#asked.length + this.#running.length)
  }
}
