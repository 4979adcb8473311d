import type { Json } from '../../graph/json.ts'
import type { Prompt, Specs } from '../../graph/prompt.ts'
import type { ComparedCell } from '../../runtime/contract/compared.ts'
import type { Picture, RunError, RunEvent, RunStatus } from '../../runtime/contract/run-event.ts'
import { duration } from './duration.ts'

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
  /** Every grid of the workflow, its cells in the order in which they were made. */
  readonly grids: readonly ReportedGrid[]
  readonly device: string | null
  /** The one that every seed of the workflow has; null where they differ or there is none. */
  readonly seed: number | bigint | null
  /** Whole numbers up to 2⁶⁴−1, printed with all their digits. */
  readonly seeds: readonly { readonly node: string; readonly input: string; readonly seed: number | bigint }[]
  /** From the start of the program. */
  readonly ms: number
  readonly times: Times
  readonly errors: readonly Omit<RunError, 'stack'>[]
}

export interface ReportedGrid {
  readonly node: string
  readonly cells: readonly {
    /** `{"6.steps": 4, "6.eta": 0.3}` */
    readonly values: Readonly<Record<string, Json>>
    /** Of sampling, decoding and what lies between, without loading. */
    readonly seconds: number | null
    readonly reused: boolean
    /** The picture at the size of a cell; it does not outlast the system's temporary files. */
    readonly path: string | null
    readonly error: string | null
  }[]
}

/** Where the time went, in milliseconds. */
export interface Times {
  readonly load: number
  readonly sample: number
  readonly decode: number
}

/** Listens to a run and says at the end what it was. */
export interface Recorder {
  on(event: RunEvent): void
  report(status: RunStatus, seeds: RunReport['seeds'], ms: number): RunReport
}

/** Of a run that did not begin. */
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

/** Events name nodes by id alone; `prompt` and `specs` say what they are. */
export function recorder(prompt: Prompt, specs: Specs): Recorder {
  const outputs: RunReport['outputs'][number][] = []
  const nodes: RunReport['nodes'][number][] = []
  const errors: RunReport['errors'][number][] = []
  const grids = new Map<string, ReportedGrid['cells'][number][]>()
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
      if (event.kind === 'cached') nodes.push(...event.nodes.map(id => ({ id, type: typeOf(id), ms: 0, cached: true })))
      else if (event.kind === 'image')
        outputs.push({ node: event.node, path: event.image.path, type: event.image.type })
      else if (event.kind === 'grid') grids.set(event.grid.node, [])
      else if (event.kind === 'cell') grids.get(event.node)?.push(reported(event.cell))
      else if (event.kind === 'error') errors.push(withoutStack(event.error))
      else if (event.kind === 'node-done') {
        const type = typeOf(event.node)
        nodes.push({ id: event.node, type, ms: Math.round(event.ms), cached: false })
        count(type, event.ms, event.loadMs)
        device = event.device
      }
    },
    report: (status, seeds, ms) => ({
      ok: status === 'done',
      status,
      outputs,
      nodes,
      grids: [...grids].map(([node, cells]) => ({ node, cells })),
      device,
      seed: onlySeed(seeds),
      seeds,
      ms: Math.round(ms),
      times: { load: Math.round(times.load), sample: Math.round(times.sample), decode: Math.round(times.decode) },
      errors,
    }),
  }
}

const reported = ({ overrides, seconds, reused, picture, error }: ComparedCell): ReportedGrid['cells'][number] => ({
  values: Object.fromEntries(overrides.map(({ id, input, value }) => [`${id}.${input}`, value])),
  seconds: seconds === null ? null : Math.round(seconds * 1000) / 1000,
  reused,
  path: picture?.path ?? null,
  error,
})

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
