import { performance } from 'node:perf_hooks'
import type { Sessions } from '../../engine/runtime/sessions.ts'
import type { FindFile, NodeSpec } from '../../graph/node.ts'
import { wiredValue } from '../../graph/planning/wired-value.ts'
import { nestCases } from '../../graph/ports/cases.ts'
import type { StepEvent } from '../../graph/run/step-event.ts'
import type { RunContext } from '../../nodes/define.ts'
import type { LoadedNode } from '../../nodes/registry.ts'
import { findByText } from '../library/by-text.ts'
import { type Library, openLibrary } from '../library/library.ts'
import type { Port } from './channel.ts'
import {
  checkToEngine,
  type EngineSettings,
  type FromEngine,
  type Step,
  type StepResult,
  type ToEngine,
} from './messages.ts'
import { unlessAborted } from './pauses.ts'
import { previewer, waiting } from './previewer.ts'
import { toWire } from './wire-error.ts'
import type { Workload } from './workload.ts'

/** The engine's side: keeps every value under its content key, runs one node at a time, reports what happens. */
export function serveEngine(port: Port, workload: Workload): void {
  const send = (message: FromEngine) => port.send(message)
  const values = new Map<string, Readonly<Record<string, unknown>>>()
  let running = { id: 0, abort: new AbortController() }
  const report = (id: number) => (event: StepEvent) => send({ kind: 'event', id, event })
  let engine: Promise<Engine> | undefined

  const answer = {
    start: async ({ settings }: Of<'start'>) => {
      engine = startEngine(workload, settings, message => report(running.id)({ kind: 'notice', message }))
      send(introduce(await engine))
    },
    run: async ({ id, step }: Of<'run'>) => {
      running = { id, abort: new AbortController() }
      const ready = await started(engine)
      const measured = stopwatch(ready.sessions)
      const context = contextOf(ready, step, { signal: running.abort.signal, report: report(id) })
      values.set(step.key, await runStep(ready, step, values, context))
      send({ kind: 'done', id, result: measured() })
    },
    preview: async ({ id, step }: Of<'preview'>) => {
      running = { id, abort: new AbortController() }
      const ready = await started(engine)
      const { definition } = nodeOf(ready.nodes, step.type)
      const context = contextOf(ready, step, { signal: running.abort.signal, report: report(id) })
      // A preview that fails must not fail the run.
      await definition.preview?.(inputsFor(ready, step, values), context).catch(() => {})
      send({ kind: 'previewed', id })
    },
    fingerprint: async ({ id, type, values }: Of<'fingerprint'>) => {
      running = { id, abort: new AbortController() }
      const { signal } = running.abort
      const { nodes, library } = await started(engine)
      const { definition } = nodeOf(nodes, type)
      const made = Promise.resolve(definition.fingerprint?.(values, findIn(library)))
      send({ kind: 'fingerprinted', id, fingerprint: (await unlessAborted(made, signal)) ?? '' })
    },
    measure: async ({ id }: Of<'measure'>) => {
      const { gemmSpeed } = await import('../../engine/runtime/gemm-speed.ts')
      send({ kind: 'measured', id, flops: await gemmSpeed(0) })
    },
    cancel: async () => running.abort.abort(),
    drop: async ({ keys }: Of<'drop'>) => {
      for (const key of keys) values.delete(key)
    },
  }

  port.onMessage(raw => {
    const message = checkToEngine(raw)
    const reply = answer[message.kind] as (message: ToEngine) => Promise<void>
    reply(message).catch(error =>
      send({ kind: 'failed', ...('id' in message ? { id: message.id } : {}), error: toWire(error) }),
    )
  })
}

type Of<K extends ToEngine['kind']> = Extract<ToEngine, { kind: K }>

interface Engine {
  readonly sessions: Sessions
  readonly nodes: ReadonlyMap<string, LoadedNode>
  readonly library: Library
  readonly transformers: EngineSettings['transformers']
  readonly previews: ReturnType<typeof previewer>
}

async function startEngine(
  workload: Workload,
  settings: EngineSettings,
  notice: (message: string) => void,
): Promise<Engine> {
  const [nodes, sessions] = await Promise.all([workload.loadNodes(), workload.openSessions(settings, notice)])
  const library = openLibrary(settings.folders)
  const previews = previewer(async unfinished => {
    const { tinyPreview } = await import('../../engine/pipeline/vae/tiny-preview.ts')
    return tinyPreview(unfinished, sessions, name => library.find('vae_approx', name))
  })
  return { sessions, nodes, library, previews, transformers: settings.transformers }
}

function started(engine: Promise<Engine> | undefined): Promise<Engine> {
  if (!engine) throw new Error('the engine was asked to run before it was started')
  return engine
}

function introduce({ nodes }: Engine): FromEngine {
  const all = [...nodes.values()]
  const typesWith = (method: 'fingerprint' | 'preview') =>
    all.filter(({ definition }) => definition[method]).map(({ spec }) => spec.type)
  return {
    kind: 'ready',
    specs: all.map(({ spec }) => spec),
    own: typesWith('fingerprint'),
    previewed: typesWith('preview'),
  }
}

/** Starts measuring. @returns the time since then, and the part that went into making sessions */
function stopwatch(sessions: Sessions): () => StepResult {
  const created = () => sessions.timings.reduce((sum, { createMs }) => sum + createMs, 0)
  const [from, before] = [performance.now(), created()]
  return () => ({ ms: performance.now() - from, loadMs: created() - before, device: sessions.device })
}

function nodeOf(nodes: Engine['nodes'], type: string): LoadedNode {
  const node = nodes.get(type)
  if (!node) throw new Error(`there is no node of type '${type}'`)
  return node
}

type Values = ReadonlyMap<string, Readonly<Record<string, unknown>>>

/** What the metadata of a picture says of rounding beside its workflow, as JSON text. */
const roundingOf = ({ rounding }: Sessions, { metadata }: Step) =>
  rounding !== undefined && 'prompt' in metadata ? { precision: JSON.stringify(rounding) } : {}

/** What a node is lent while it runs. */
function contextOf(
  { sessions, library, previews, transformers }: Engine,
  step: Step,
  { signal, report }: Pick<RunContext, 'signal' | 'report'>,
): RunContext {
  const waits = waiting()
  const preview = previews((jpeg, step, of) => report({ kind: 'preview', jpeg, step, of }))
  return {
    signal,
    report,
    progress(done, of, unfinished) {
      report({ kind: 'progress', step: done, of })
      if (!step.previews || !unfinished) return
      const shown = preview(unfinished, done, of)
      return waits() ? shown : undefined
    },
    notice: message => report({ kind: 'notice', message }),
    sessions,
    ...(transformers && { transformers }),
    find: findIn(library),
    explainMissing: library.explainMissing,
    folders: step.folders,
    metadata: { ...step.metadata, ...roundingOf(sessions, step) },
  }
}

async function runStep(engine: Engine, step: Step, values: Values, context: RunContext) {
  const { definition } = nodeOf(engine.nodes, step.type)
  const outputs: Readonly<Record<string, unknown>> = await definition.run(inputsFor(engine, step, values), context)
  // A node that does not look at the signal still counts as cancelled.
  context.signal.throwIfAborted()
  return outputs
}

function inputsFor({ nodes }: Engine, step: Step, values: Values) {
  const { spec } = nodeOf(nodes, step.type)
  return nestCases(spec, inputsOf(step, values, spec.inputs))
}

/** Texts name files as people do: without folder or ending. */
const findIn =
  (library: Library): FindFile =>
  (folder, name) =>
    findByText(library, folder, name)

const inputsOf = (step: Step, values: Values, ports: NodeSpec['inputs']): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(step.inputs).map(([name, input]) => [
      name,
      input.kind === 'value' ? input.value : wiredValue(name, ports[name]!, outputOf(values, input.key, input.output)),
    ]),
  )

function outputOf(values: Values, key: string, output: string): unknown {
  const outputs = values.get(key)
  if (!outputs)
    throw new Error('the engine was restarted and no longer holds an input of this node; run the workflow again')
  return outputs[output]
}
