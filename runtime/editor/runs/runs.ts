import { randomUUID } from 'node:crypto'
import { parseJson } from '../../../graph/json.ts'
import { type Prompt, toPrompt } from '../../../graph/prompt.ts'
import { checkWorkflow } from '../../../graph/workflow.ts'
import type { QueueItem, RunRecord } from '../../contract/answers.ts'
import type { RunEvent } from '../../contract/run-event.ts'
import type { EngineHost } from '../../engine-process/host.ts'
import type { Library } from '../../library/library.ts'
import { createPromptRunner, type PromptRunner } from '../../prompt-runner.ts'
import { runErrorOf } from '../../run-error.ts'
import { createPassingPictures } from './passing-pictures.ts'
import { emptyQueue, type QueuedRun, type QueueEffect, type QueueEvent, queueStep, type RunOrder } from './queue.ts'
import { recordRun } from './run-record.ts'

export interface Runs {
  /** @returns the run's id */
  start(order: RunOrder): string
  cancel(id: string): void
  /** The whole new order of what waits. */
  reorder(ids: readonly string[]): void
  /** Cancels what waits; what runs goes on. */
  clear(): void
  readonly queue: readonly QueueItem[]
  /** Resolves when nothing runs. */
  idle(): Promise<void>
}

/** What runs need. Each run asks for it, since the settings may change between two runs. */
export interface RunSurroundings {
  engine(): Promise<{ readonly host: EngineHost; readonly library: Library }>
  folders(): { readonly output: string; readonly temp: string }
  previews(): boolean
  onQueue(queue: readonly QueueItem[]): void
  onEvent(run: string, event: RunEvent): void
  onRecord(record: RunRecord, document: string): void
}

/** Runs one after the other what windows and programs ask for. A run that fails ends only itself. */
export function createRuns(surroundings: RunSurroundings): Runs {
  const runOne = runner(surroundings)
  let queue = emptyQueue
  let abort = new AbortController()
  let turn: Promise<void> = Promise.resolve()

  const items = (): QueueItem[] => [
    ...(queue.running ? [itemOf(queue.running, 'running')] : []),
    ...queue.waiting.map(run => itemOf(run, 'waiting')),
  ]
  const take = (event: QueueEvent): void => {
    const [next, effects] = queueStep(queue, event)
    queue = next
    surroundings.onQueue(items())
    for (const effect of effects) carryOut(effect)
  }
  const carryOut = (effect: QueueEffect): void => {
    if (effect.kind === 'abort') abort.abort()
    else if (effect.kind === 'drop')
      // A run that was cancelled before its turn leaves no record: nothing was made.
      surroundings.onEvent(effect.run.id, { kind: 'run-end', status: 'cancelled', ms: 0 })
    else {
      abort = new AbortController()
      turn = runOne(effect.run, abort.signal).finally(() => take({ kind: 'ended' }))
    }
  }

  return {
    start(order) {
      const id = randomUUID()
      take({ kind: 'ordered', run: { ...order, id, queued: Date.now() } })
      return id
    },
    cancel: id => take({ kind: 'cancelled', id }),
    reorder: ids => take({ kind: 'reordered', ids }),
    clear: () => take({ kind: 'cleared' }),
    get queue() {
      return items()
    },
    async idle() {
      while (queue.running) await turn
    },
  }
}

const itemOf = ({ id, title, queued }: QueuedRun, state: QueueItem['state']): QueueItem => ({
  id,
  title,
  state,
  queued,
})

/** Makes the function that runs one of the queue to its end and keeps the record of it. */
function runner(surroundings: RunSurroundings): (run: QueuedRun, signal: AbortSignal) => Promise<void> {
  const runnerOf = promptRunners()
  const passing = createPassingPictures()
  return async (run, signal) => {
    const pictures = passing.follow(run.live === 'draft')
    const kept = recordRun(run.id, run.title)
    const on = (event: RunEvent) => {
      kept.on(event)
      pictures.on(event)
      surroundings.onEvent(run.id, event)
    }
    const started = performance.now()
    try {
      await execute(run, surroundings, runnerOf, signal, on)
    } catch (error) {
      // The document cannot be read, or the engine does not start.
      on({ kind: 'error', error: runErrorOf(error) })
      on({ kind: 'run-end', status: signal.aborted ? 'cancelled' : 'failed', ms: performance.now() - started })
    }
    const record = kept.record()
    if (leavesRecord(run, record)) surroundings.onRecord(record, run.text)
    void pictures.end()
  }
}

type RunnerOf = (host: EngineHost, library: Library) => PromptRunner

/** Each host has a runner of its own, which remembers the results of that host. */
function promptRunners(): RunnerOf {
  const known = new WeakMap<EngineHost, PromptRunner>()
  return (host, library) => {
    const runner = known.get(host) ?? createPromptRunner(host, library)
    known.set(host, runner)
    return runner
  }
}

async function execute(
  { text, targets, live }: QueuedRun,
  { engine, folders, previews }: RunSurroundings,
  runnerOf: RunnerOf,
  signal: AbortSignal,
  on: (event: RunEvent) => void,
): Promise<void> {
  const { host, library } = await engine()
  const { specs } = await host.facts()
  const workflow = checkWorkflow(parseJson(text))
  const prompt = toPrompt(workflow, specs)
  await runnerOf(host, library).run({
    prompt: live === 'draft' ? unsaved(prompt) : prompt,
    live: live !== undefined,
    workflow,
    targets,
    folders: folders(),
    previews: previews(),
    signal,
    on,
  })
}

/** The history lists what a person asked for; live mode asks several times a second. */
const leavesRecord = ({ live }: RunOrder, { status }: RunRecord): boolean =>
  live === undefined || (live === 'edit' && status !== 'cancelled')

/** The prompt with every Save Image shown as a preview. */
const unsaved = (prompt: Prompt): Prompt =>
  Object.fromEntries(
    Object.entries(prompt).map(([id, node]) => [
      id,
      node.class_type === 'SaveImage' && node.inputs.images !== undefined
        ? { ...node, class_type: 'PreviewImage', inputs: { images: node.inputs.images } }
        : node,
    ]),
  )
