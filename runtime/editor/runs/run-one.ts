import { isObject, parseJson, stringifyJson } from '../../../graph/json.ts'
import { migrated } from '../../../graph/migrate.ts'
import { convertInParts, type Prompt, type Specs } from '../../../graph/prompt.ts'
import { type RunSummary, summaryOf } from '../../../graph/run/summary.ts'
import { checkWorkflowInParts } from '../../../graph/workflow.ts'
import type { RunRecord } from '../../contract/answers.ts'
import type { RunEvent } from '../../contract/run-event.ts'
import type { EngineHost } from '../../engine-process/host.ts'
import { pauses, withPauses } from '../../engine-process/pauses.ts'
import type { PromptRun } from '../../expander.ts'
import type { Library } from '../../library/library.ts'
import { createPromptRunner, type PromptRunner } from '../../prompt-runner.ts'
import { runErrorOf } from '../../run-error.ts'
import type { ClientRequest } from '../../store/client-request.ts'
import type { QueuedRun, RunStore } from '../../store/run-store.ts'
import { keepRun } from './keep-run.ts'
import { createPassingPictures } from './passing-pictures.ts'

/** What runs need. Each run asks for it, since the settings may change between two runs. */
export interface RunSurroundings {
  engine(): Promise<{ readonly host: EngineHost; readonly library: Library }>
  folders(): { readonly output: string; readonly temp: string }
  previews(): boolean
  readonly store: RunStore
  onEvent(run: string, event: RunEvent): void
  onRecord(record: RunRecord): void
}

/**
 * Makes the function that runs one of the queue to its end. It never rejects: what fails, the store too, is an error of the
 * run, and the next run begins.
 *
 * @param isClosing  the program ends: the run is left in the store as it is, and is interrupted when the next program opens it
 */
export function runner(surroundings: RunSurroundings, isClosing: () => boolean) {
  const runnerOf = promptRunners()
  const passing = createPassingPictures()
  return async (run: QueuedRun, signals: Signals): Promise<void> => {
    const { signal } = signals
    const pictures = passing.follow(run.live === 'draft')
    const kept = keepRun(run, surroundings.store)
    const report = (event: RunEvent) => surroundings.onEvent(run.id, event)
    /** A picture that could not be noted is shown nevertheless: it is on the disk. */
    const attempt = <T>(write: () => T): T | null => {
      try {
        return write()
      } catch (error) {
        const failure: RunEvent = { kind: 'error', error: runErrorOf(error) }
        kept.on(failure)
        report(failure)
        return null
      }
    }
    const on = (event: RunEvent) => {
      pictures.on(event)
      const record = attempt(() => (event.kind === 'run-end' && !isClosing() ? kept.end(event) : kept.on(event)))
      report(event)
      if (record) surroundings.onRecord(record)
    }
    const started = performance.now()
    attempt(kept.begin)
    try {
      await execute(run, surroundings, runnerOf, signals, { on, sumUp: kept.sumUp })
    } catch (error) {
      // The document cannot be read, or the engine does not start.
      if (!signal.aborted) on({ kind: 'error', error: runErrorOf(error) })
      on({ kind: 'run-end', status: signal.aborted ? 'cancelled' : 'failed', ms: performance.now() - started })
    }
    await pictures.end()
  }
}

type Signals = Required<Pick<PromptRun, 'signal' | 'overtaken'>>

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
  run: QueuedRun,
  { engine, folders, previews }: RunSurroundings,
  runnerOf: RunnerOf,
  { signal, overtaken }: Signals,
  { on, sumUp }: { on(event: RunEvent): void; sumUp(summary: RunSummary): void },
): Promise<void> {
  const { host, library } = await engine()
  const { specs } = await host.facts()
  const { live, targets } = run
  const { prompt, workflow, extra } = run.request ? asAsked(run, run.request) : await converted(run.text, specs, signal)
  sumUp(summaryOf(prompt, specs))
  await runnerOf(host, library).run({
    prompt: live === 'draft' ? unsaved(prompt) : prompt,
    live: live !== undefined,
    workflow,
    extra,
    targets,
    folders: folders(),
    previews: previews(),
    signal,
    overtaken,
    on,
  })
}

/** What runs, and what its pictures carry besides. */
type Runnable = Pick<PromptRun, 'prompt' | 'workflow' | 'extra'>

async function converted(text: string, specs: Specs, signal: AbortSignal): Promise<Runnable> {
  const pause = pauses(signal)
  const document = migrated(await withPauses(checkWorkflowInParts(parseJson(text)), pause))
  const { prompt, workflow, fill } = await withPauses(convertInParts(document, specs), pause)
  return { prompt: fill(prompt), workflow }
}

/** A client's prompt runs as it stands. Its pictures carry everything in `extra_pnginfo`, the workflow exactly as it was sent. */
function asAsked({ text }: QueuedRun, { prompt, extra, hasWorkflow }: ClientRequest): Runnable {
  const info = isObject(extra.extra_pnginfo) ? extra.extra_pnginfo : {}
  const texts = Object.entries(info).map(([key, value]) => [key, stringifyJson(value)] as const)
  return { prompt, extra: Object.fromEntries(hasWorkflow ? [['workflow', text] as const, ...texts] : texts) }
}

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
