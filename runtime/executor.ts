import { NodeError } from '../graph/errors.ts'
import type { Plan } from '../graph/plan.ts'
import type { SavedImage, StepEvent } from '../graph/run/step-event.ts'
import { explainFailure } from './changed-file.ts'
import type { NodeEvent, RunEvent, RunStatus } from './contract/run-event.ts'
import { EngineStopped } from './engine-process/engine-stopped.ts'
import type { EngineHost } from './engine-process/host.ts'
import { isThere } from './is-there.ts'
import type { Library } from './library/library.ts'
import { passingKeys } from './passing-keys.ts'
import { linksOf, prepare, type Ready, type ReadyStep } from './prepare.ts'
import { runErrorOf } from './run-error.ts'
import { type StepClock, stepClock } from './seconds-left.ts'

export interface RunRequest {
  readonly plan: Plan
  readonly folders: { readonly output: string; readonly temp: string }
  /** Steps whose results are dropped after the last step that reads them, to save memory. */
  readonly passing?: ReadonlySet<string>
  /** The text chunks of the pictures that a node saves. */
  metadata(node: string): Readonly<Record<string, string>>
  /** Are previews wanted? */
  readonly previews?: boolean
  readonly signal: AbortSignal
  /** Aborted when a newer run waits: nodes that have shown their previews need not give their exact results. */
  readonly overtaken?: AbortSignal
  on(event: RunEvent): void
}

/** Runs plans, one at a time (see editor/runs/runs.ts), and remembers the results of the last one for the next. */
export interface Executor {
  /** Reports everything but the end. Never rejects: what goes wrong is an `error` event and the status `failed`. */
  run(request: RunRequest): Promise<{ readonly status: RunStatus; readonly ms: number }>
}

export function createExecutor(host: EngineHost, library: Library): Executor {
  const made: Made = new Map()
  return {
    async run(request) {
      const from = performance.now()
      const cancel = () => host.cancel()
      request.signal.addEventListener('abort', cancel)
      request.on({ kind: 'run-start', nodes: request.plan.steps.length })
      const status = await runPlan(request, host, library, made).catch((error): RunStatus => {
        if (request.signal.aborted) return 'cancelled'
        request.on({ kind: 'error', error: runErrorOf(error) })
        return 'failed'
      })
      request.signal.removeEventListener('abort', cancel)
      return { status, ms: performance.now() - from }
    },
  }
}

/** The pictures that came with each result and the milliseconds it took, by content key. */
type Made = Map<string, { readonly images: readonly SavedImage[]; readonly ms: number }>

async function runPlan(request: RunRequest, host: EngineHost, library: Library, made: Made): Promise<RunStatus> {
  const { plan, folders, signal, on } = request
  for (const error of plan.errors) on({ kind: 'error', error: runErrorOf(error) })
  for (const { place, message } of plan.notes ?? []) on({ kind: 'notice', node: place.nodeId ?? '', message })
  signal.throwIfAborted()
  const ready = await prepare(plan, { host, library, outputFolder: folders.output, signal })
  for (const error of ready.errors) on({ kind: 'error', error })
  for (const notice of ready.notices) on({ kind: 'notice', ...notice })
  await forget(ready, host, made)

  const cached = plan.steps.filter(({ id }) => isHeld(ready.steps.get(id), host)).map(({ id }) => id)
  if (cached.length > 0) on({ kind: 'cached', nodes: cached, took: tookOf(plan, ready, made) })
  const needed = neededSteps(plan, ready, new Set(cached))
  const explain = (error: unknown) => explainFailure(error, ready.steps.values())
  const { failed, skipped } = await runSteps(request, host, { steps: needed, cached: new Set(cached), explain }, made)
  return failed || plan.errors.length > 0 || ready.errors.length > 0 ? 'failed' : skipped ? 'cancelled' : 'done'
}

const isHeld = (step: ReadyStep | undefined, host: EngineHost): boolean => step !== undefined && host.holds(step.key)

/** Milliseconds that each step took when it was made, in this run or one before. */
const tookOf = ({ steps }: Plan, ready: Ready, made: Made): Record<string, number> =>
  Object.fromEntries(
    steps.flatMap(({ id }) => {
      const known = made.get(ready.steps.get(id)?.key ?? '')
      return known ? [[id, known.ms] as const] : []
    }),
  )

/** Drops the results that this run does not use, and those whose pictures were deleted from disk. */
async function forget(ready: Ready, host: EngineHost, made: Made): Promise<void> {
  const wanted = new Set([...ready.steps.values()].map(({ key }) => key))
  for (const key of wanted) if (!(await allExist(made.get(key)?.images ?? []))) wanted.delete(key)
  for (const key of made.keys()) if (!wanted.has(key)) made.delete(key)
  host.drop(host.keys().filter(key => !wanted.has(key)))
}

const allExist = async (images: readonly SavedImage[]): Promise<boolean> =>
  (await Promise.all(images.map(({ path }) => isThere(path)))).every(Boolean)

/** The targets and what they need, in order. A result that is still there needs nothing. */
function neededSteps(plan: Plan, ready: Ready, cached: ReadonlySet<string>): ReadyStep[] {
  const needed = new Set(plan.targets)
  for (const id of needed) {
    const found = ready.steps.get(id)
    if (found && !cached.has(id)) for (const from of linksOf(found.step)) needed.add(from)
  }
  return plan.steps.flatMap(({ id }) => (needed.has(id) ? (ready.steps.get(id) ?? []) : []))
}

interface Work {
  readonly steps: readonly ReadyStep[]
  /** Ids of the steps whose results are held. */
  readonly cached: ReadonlySet<string>
  /** Finds out why a step failed. */
  explain(error: unknown): Promise<unknown>
}

/** @returns whether any step failed, and whether any was not needed any more */
async function runSteps(
  request: RunRequest,
  host: EngineHost,
  { steps, cached, explain }: Work,
  made: Made,
): Promise<{ readonly failed: boolean; readonly skipped: boolean }> {
  const failed = new Set<string>()
  const skipped = new Set<string>()
  const letGo = passingKeys(steps, request.passing ?? new Set())
  for (const [i, ready] of steps.entries()) {
    const { step, key } = ready
    request.signal.throwIfAborted()
    if (linksOf(step).some(from => failed.has(from))) failed.add(step.id)
    else if (linksOf(step).some(from => skipped.has(from))) skipped.add(step.id)
    else if (host.holds(key)) {
      const { images = [], ms = 0 } = made.get(key) ?? {}
      // The same work under another id, done a moment ago.
      if (!cached.has(step.id)) request.on({ kind: 'cached', nodes: [step.id], took: { [step.id]: ms } })
      for (const image of images) request.on({ kind: 'image', node: step.id, image })
    } else
      try {
        const result = await runStep(request, host, ready)
        if (result) made.set(key, result)
        else skipped.add(step.id)
      } catch (error) {
        if (request.signal.aborted) throw error
        request.on({ kind: 'error', error: runErrorOf(new NodeError(step, await explain(error))) })
        failed.add(step.id)
        // The results that other steps would read are gone with the process.
        if (error instanceof EngineStopped) break
      }
    host.drop(letGo[i]!.filter(key => host.holds(key)))
  }
  return { failed: failed.size > 0, skipped: skipped.size > 0 }
}

/** @returns the pictures the step made, and how long it took without loading; null when its preview was enough */
async function runStep(
  request: RunRequest,
  host: EngineHost,
  ready: ReadyStep,
): Promise<{ images: SavedImage[]; ms: number } | null> {
  const { step, key, inputs } = ready
  const { on, folders, metadata, signal, overtaken, previews = false } = request
  const clock = stepClock()
  const images: SavedImage[] = []
  const node = step.id
  // Only an output writes it into files; for each of many steps it would be the whole workflow again.
  const { specs, previewed } = await host.facts()
  const carried = specs.get(step.type)?.isOutput ? metadata(node) : {}
  const asked = { key, node, type: step.type, inputs: { ...inputs }, folders, metadata: { ...carried }, previews }
  const receive = (event: StepEvent) => {
    if (event.kind === 'image') images.push(event.image)
    on(stamped(event, node, clock))
  }
  on({ kind: 'node-start', node, type: step.type, title: step.title })
  const hasPreview = previews && previewed.has(step.type)
  if (hasPreview) await host.preview(asked, receive)
  signal.throwIfAborted()
  const run = () => host.run(asked, receive)
  const result = hasPreview && overtaken ? await unlessOvertaken(run, host, overtaken) : await run()
  if (!result) return null
  on({ kind: 'node-done', node, ...result })
  return { images, ms: result.ms - result.loadMs }
}

/** @returns null when a newer run waits, before the step or in the middle of it; a native call that has begun ends by itself */
async function unlessOvertaken<T>(run: () => Promise<T>, host: EngineHost, overtaken: AbortSignal): Promise<T | null> {
  if (overtaken.aborted) return null
  const stop = () => host.cancel({ isPatient: true })
  overtaken.addEventListener('abort', stop)
  try {
    return await run()
  } catch (error) {
    if (overtaken.aborted && error instanceof Error && error.name === 'AbortError') return null
    throw error
  } finally {
    overtaken.removeEventListener('abort', stop)
  }
}

const stamped = (event: StepEvent, node: string, clock: StepClock): NodeEvent =>
  event.kind === 'progress' ? { ...event, node, secondsLeft: clock.tick(event.step, event.of) } : { ...event, node }
