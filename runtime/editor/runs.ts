import { randomUUID } from 'node:crypto'
import { parseJson } from '../../graph/json.ts'
import { type Prompt, toPrompt } from '../../graph/prompt.ts'
import { checkWorkflow } from '../../graph/workflow.ts'
import type { QueueItem, RunRecord } from '../contract/answers.ts'
import type { RunError, RunEvent, RunStatus } from '../contract/run-event.ts'
import type { EngineHost } from '../engine-process/host.ts'
import type { Library } from '../library/library.ts'
import { createPromptRunner, type PromptRunner } from '../prompt-runner.ts'
import { runErrorOf } from '../run-error.ts'
import { createPassingPictures } from './passing-pictures.ts'

export interface RunOrder {
  readonly title: string
  /** The document, as the text of a workflow file. */
  readonly text: string
  /** Only these output nodes and what they need. */
  readonly targets?: readonly string[] | undefined
  readonly front?: boolean | undefined
  /** Asked for by live mode, after an edit or in the middle of one. */
  readonly live?: 'edit' | 'draft' | undefined
}

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

/** What runs need; asked for anew at each run, since settings may change between two. */
export interface RunSurroundings {
  engine(): Promise<{ readonly host: EngineHost; readonly library: Library }>
  folders(): { readonly output: string; readonly temp: string }
  previews(): boolean
  onQueue(queue: readonly QueueItem[]): void
  onEvent(run: string, event: RunEvent): void
  onRecord(record: RunRecord, document: string): void
}

interface Pending extends RunOrder, QueueItem {
  readonly id: string
  readonly abort: AbortController
}

/** Runs one after the other what windows and programs ask for. A run that fails, in whatever way, ends only itself. */
export function createRuns(surroundings: RunSurroundings): Runs {
  let waiting: Pending[] = []
  let running: Pending | null = null
  let turn: Promise<void> = Promise.resolve()
  const runnerOf = runners()
  const passing = createPassingPictures()

  const items = (): QueueItem[] => [...(running ? [running] : []), ...waiting].map(itemOf)
  const tell = () => surroundings.onQueue(items())

  async function next(): Promise<void> {
    if (running || waiting.length === 0) return
    const order = waiting.shift()!
    running = { ...order, state: 'running' }
    tell()
    const pictures = passing.follow(order.live === 'draft')
    await runOne(order, listening(surroundings, pictures.on), runnerOf)
    void pictures.end()
    running = null
    tell()
    return next()
  }
  const drop = (gone: (order: Pending) => boolean) => {
    for (const order of waiting.filter(gone)) cancelled(order, surroundings)
    waiting = waiting.filter(order => !gone(order))
    tell()
  }

  return {
    start(order) {
      const id = randomUUID()
      const pending: Pending = { ...order, id, state: 'waiting', queued: Date.now(), abort: new AbortController() }
      waiting = order.front ? [pending, ...waiting] : [...waiting, pending]
      tell()
      if (!running) turn = next()
      return id
    },
    cancel(id) {
      if (running?.id === id) running.abort.abort()
      else drop(order => order.id === id)
    },
    reorder(ids) {
      const place = (id: string) => (ids.includes(id) ? ids.indexOf(id) : ids.length)
      waiting = waiting.toSorted((a, b) => place(a.id) - place(b.id))
      tell()
    },
    clear: () => drop(() => true),
    get queue() {
      return items()
    },
    idle: () => turn,
  }
}

const itemOf = ({ id, title, state, queued }: Pending): QueueItem => ({ id, title, state, queued })

/** A runner remembers the results of its host; another host gets another one. */
function runners(): (host: EngineHost, library: Library) => PromptRunner {
  const known = new WeakMap<EngineHost, PromptRunner>()
  return (host, library) => {
    const runner = known.get(host) ?? createPromptRunner(host, library)
    known.set(host, runner)
    return runner
  }
}

/** The same, and somebody else hears of the events too. */
const listening = (surroundings: RunSurroundings, on: (event: RunEvent) => void): RunSurroundings => ({
  ...surroundings,
  onEvent(run, event) {
    on(event)
    surroundings.onEvent(run, event)
  },
})

async function runOne(
  order: Pending,
  surroundings: RunSurroundings,
  runnerOf: (host: EngineHost, library: Library) => PromptRunner,
): Promise<void> {
  const started = Date.now()
  const kept = keeper()
  const on = (event: RunEvent) => {
    kept.on(event)
    surroundings.onEvent(order.id, event)
  }
  try {
    const { host, library } = await surroundings.engine()
    const { specs } = await host.facts()
    const document = checkWorkflow(parseJson(order.text))
    const prompt = toPrompt(document, specs)
    await runnerOf(host, library).run({
      prompt: order.live === 'draft' ? unsaved(prompt) : prompt,
      live: order.live !== undefined,
      workflow: document,
      targets: order.targets,
      folders: surroundings.folders(),
      previews: surroundings.previews(),
      signal: order.abort.signal,
      on,
    })
  } catch (error) {
    // What cannot even be planned, or an engine that does not start.
    on({ kind: 'error', error: runErrorOf(error) })
    on({ kind: 'run-end', status: order.abort.signal.aborted ? 'cancelled' : 'failed', ms: Date.now() - started })
  }
  const record = kept.record(order, started)
  if (leavesRecord(order, record)) surroundings.onRecord(record, order.text)
}

/** The history is of what somebody asked for; live mode asks several times a second. */
const leavesRecord = ({ live }: RunOrder, { status }: RunRecord): boolean =>
  live === undefined || (live === 'edit' && status !== 'cancelled')

/** What would be saved is only shown. */
const unsaved = (prompt: Prompt): Prompt =>
  Object.fromEntries(
    Object.entries(prompt).map(([id, node]) => [
      id,
      node.class_type === 'SaveImage' && node.inputs.images !== undefined
        ? { ...node, class_type: 'PreviewImage', inputs: { images: node.inputs.images } }
        : node,
    ]),
  )

/** A run that was cancelled before its turn leaves no record: nothing was made. */
function cancelled({ id }: Pending, { onEvent }: RunSurroundings): void {
  onEvent(id, { kind: 'run-end', status: 'cancelled', ms: 0 })
}

/** Keeps what the history wants to know of a run. */
function keeper() {
  const pictures: RunRecord['pictures'][number][] = []
  const errors: RunError[] = []
  let device: string | null = null
  let end: { readonly status: RunStatus; readonly ms: number } = { status: 'failed', ms: 0 }
  return {
    on(event: RunEvent): void {
      if (event.kind === 'image') {
        const { filename, subfolder, type } = event.image
        pictures.push({ filename, subfolder, type, node: event.node })
      } else if (event.kind === 'error') errors.push(event.error)
      else if (event.kind === 'node-done') device = event.device
      else if (event.kind === 'run-end') end = event
    },
    record: ({ id, title }: Pending, started: number): RunRecord => ({
      id,
      title,
      status: end.status,
      started,
      ms: end.ms,
      device,
      pictures,
      errors,
    }),
  }
}
