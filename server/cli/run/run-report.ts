import type { Prompt, Specs } from '../../../graph/prompt.ts'
import type { Picture, RunError, RunEvent, RunStatus } from '../../../runtime/contract/run-event.ts'
import { gridReport, type ReportedGrid } from '../compare/show-grids.ts'
import { duration } from '../duration.ts'

/** What `--json` prints. */
export interface RunReport {
  readonly ok: boolean
  readonly status: RunStatus
  readonly outputs: readonly { readonly node: string; readonly path: string; readonly type: Picture['type'] }[]
  readonly nodes: readonly {
    readonly id: string
    readonly type: string
    readonly ms: number
    readonly cached: boolean
  }[]
  /** Every grid of the workflow. */
  readonly grids: readonly ReportedGrid[]
  readonly device: string | null
  /** The value of all seeds of the workflow; null where they differ or there is none. */
  readonly seed: number | bigint | null
  /** Whole numbers up to 2⁶⁴−1, printed with all their digits. */
  readonly seeds: readonly { readonly node: string; readonly input: string; readonly seed: number | bigint }[]
  /** From the start of the program. */
  readonly ms: number
  readonly times: Times
  readonly errors: readonly Omit<RunError, 'stack'>[]
}

/** Where the time went, in milliseconds. */
export interface Times {
  readonly load: number
  readonly sample: number
  readonly decode: number
}

/** Collects the events of a run for its report. */
export interface Recorder {
  on(event: RunEvent): void
  report(status: RunStatus, seeds: RunReport['seeds'], ms: number): RunReport
}

/** The report of a run that did not start. */
export const emptyReport: RunReport = {
  ok: false,
  status: 'failed',
  outputs: [],
  nodes: [],
  grids: [],
  device: null,
  seed: null,
  seeds: [],
  ms: 0,
  times: { load: 0, sample: 0, decode: 0 },
  errors: [],
}

/** Makes the recorder of one run. Events name nodes by id; `prompt` and `specs` give their types. */
export function recorder(prompt: Prompt, specs: Specs): Recorder {
  const outputs: RunReport['outputs'][number][] = []
  const nodes: RunReport['nodes'][number][] = []
  const errors: RunReport['errors'][number][] = []
  const grids = gridReport()
  const times = { load: 0, sample: 0, decode: 0 }
  let device: string | null = null

  const typeOf = (id: string) => prompt[id]?.class_type ?? ''
  const count = (type: string, ms: number, loadMs: number) => {
    times.load += loadMs
    if (specs.get(type)?.category.startsWith('sampling')) times.sample += ms - loadMs
    if (type.startsWith('VAEDecode')) times.decode += ms - loadMs
  }
  return {
    on(event) {
      switch (event.kind) {
        case 'cached':
          nodes.push(...event.nodes.map(id => ({ id, type: typeOf(id), ms: 0, cached: true })))
          break
        case 'image':
          outputs.push({ node: event.node, path: event.image.path, type: event.image.type })
          break
        case 'node-done':
          nodes.push({ id: event.node, type: typeOf(event.node), ms: Math.round(event.ms), cached: false })
          count(typeOf(event.node), event.ms, event.loadMs)
          device = event.device
          break
        case 'error':
          errors.push(withoutStack(event.error))
          break
        case 'grid':
        case 'cell':
          grids.on(event)
      }
    },
    report: (status, seeds, ms) => ({
      ok: status === 'done',
      status,
      outputs,
      nodes,
      grids: grids.grids(),
      device,
      seed: onlySeed(seeds),
      seeds,
      ms: Math.round(ms),
      times: { load: Math.round(times.load), sample: Math.round(times.sample), decode: Math.round(times.decode) },
      errors,
    }),
  }
}

const onlySeed = (seeds: RunReport['seeds']): number | bigint | null =>
  new Set(seeds.map(({ seed }) => seed)).size === 1 ? seeds[0]!.seed : null

const withoutStack = ({ stack: _, ...error }: RunError): Omit<RunError, 'stack'> => error

/** `2.9 s: loading 0.4 s, sampling 0.6 s, decoding 0.2 s · cpu · seed 42` */
export function summary({ ms, times, device, seeds }: RunReport): string {
  const parts = [
    ['loading', times.load],
    ['sampling', times.sample],
    ['decoding', times.decode],
  ] as const
  const spent = parts.filter(([, each]) => each > 0).map(([name, each]) => `${name} ${duration(each)}`)
  const different = [...new Set(seeds.map(({ seed }) => seed))]
  const facts = [
    `${duration(ms)} in all${spent.length > 0 ? ` (${spent.join(', ')})` : ''}`,
    ...(device ? [device] : []),
    ...(different.length > 0 ? [`${different.length > 1 ? 'seeds' : 'seed'} ${different.join(', ')}`] : []),
  ]
  return facts.join(' · ')
}
