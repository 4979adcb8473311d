import { type ParseArgsOptionsConfig, parseArgs } from 'node:util'
import { type Device, devices, type Precision, precisions } from '../../engine/runtime/device.ts'
import { userFolder } from '../http/user-folder.ts'
import { UsageError } from './usage.ts'

/** One `--set NODE.INPUT=VALUE`, as written. */
export interface Assignment {
  readonly node: string
  readonly input: string
  readonly value: string
}

export interface RunArguments {
  /** `-`: standard input. */
  readonly file: string
  /** How many runs, with rising seeds. */
  readonly batch: number
  /** One run for each value, or for each combination of values. */
  readonly sweep: readonly Assignment[]
  /** Run again whenever the file changes? */
  readonly watch: boolean
  readonly set: readonly Assignment[]
  readonly seed?: bigint
  readonly models: readonly string[]
  readonly extraModelPaths: readonly string[]
  readonly input?: string
  readonly out: string
  readonly device: Device | 'auto'
  readonly precision: Precision
  readonly threads?: number
  /** Which version splits prompts into tokens. */
  readonly transformers: 4 | 5
  readonly json: boolean
}

export interface InspectArguments {
  readonly file: string
  readonly models: readonly string[]
  readonly extraModelPaths: readonly string[]
  readonly json: boolean
}

export interface ConvertArguments {
  readonly file: string
  /** Missing: beside the file, under its name. */
  readonly out?: string
  /** Replace a file that is there? */
  readonly force: boolean
  readonly json: boolean
}

export interface NodesArguments extends Omit<InspectArguments, 'file'> {
  /** Only the types with this in their name or title. */
  readonly text: string
}

export interface ExportArguments extends Omit<InspectArguments, 'json'> {
  readonly format: 'api' | 'ui' | 'png'
  readonly out: string
  /** Replace a file that is there? */
  readonly force: boolean
}

export interface ServeArguments {
  /** Workflows to open first. */
  readonly files: readonly string[]
  /** 0: any free port. null: the first free one from `defaultPort` on. */
  readonly port: number | null
  readonly models: readonly string[]
  readonly input: string
  readonly out: string
  /** The folder of settings, journal and history. */
  readonly user: string
  /** Open the default browser? */
  readonly open: boolean
  /** May programs on this machine use ComfyUI's API without the token? */
  readonly openToPrograms: boolean
  readonly json: boolean
}

const shared = {
  models: { type: 'string', multiple: true },
  'extra-model-paths': { type: 'string', multiple: true },
  json: { type: 'boolean' },
} as const

/** @throws UsageError */
export function runArguments(args: readonly string[]): RunArguments {
  const { values, positionals } = parse(args, {
    ...shared,
    batch: { type: 'string' },
    sweep: { type: 'string', multiple: true },
    watch: { type: 'boolean' },
    set: { type: 'string', multiple: true },
    seed: { type: 'string' },
    input: { type: 'string' },
    out: { type: 'string' },
    device: { type: 'string' },
    precision: { type: 'string' },
    threads: { type: 'string' },
    transformers: { type: 'string' },
  })
  const file = onlyFile(positionals, 'run')
  if (values.watch && file === '-') throw new UsageError('--watch needs a file: standard input does not change')
  return {
    file,
    batch: values.batch === undefined ? 1 : countOf(values.batch, '--batch', 10_000),
    sweep: (values.sweep ?? []).map(written => assignment(written, '--sweep')),
    watch: values.watch ?? false,
    set: (values.set ?? []).map(written => assignment(written, '--set')),
    models: values.models ?? [],
    extraModelPaths: values['extra-model-paths'] ?? [],
    out: values.out ?? 'output',
    device: deviceNamed(values.device ?? 'auto'),
    transformers: versionOf(values.transformers ?? '5'),
    precision: precisionNamed(values.precision ?? 'auto'),
    json: values.json ?? false,
    ...(values.input !== undefined && { input: values.input }),
    ...(values.seed !== undefined && { seed: seedOf(values.seed) }),
    ...(values.threads !== undefined && { threads: countOf(values.threads, '--threads') }),
  }
}

/** What `run` takes, without what comes with each request of an agent. @throws UsageError */
export function mcpArguments(args: readonly string[]): RunArguments {
  const options = runArguments([...args, '-'])
  const { sweep, batch, set, seed } = options
  if (sweep.length > 0 || batch > 1 || set.length > 0 || seed !== undefined)
    throw new UsageError('mcp takes no values: they come with each request')
  return options
}

/** @throws UsageError */
export function inspectArguments(args: readonly string[]): InspectArguments {
  const { values, positionals } = parse(args, shared)
  return {
    file: onlyFile(positionals, 'inspect'),
    models: values.models ?? [],
    extraModelPaths: values['extra-model-paths'] ?? [],
    json: values.json ?? false,
  }
}

/** @throws UsageError */
export function convertArguments(args: readonly string[]): ConvertArguments {
  const { values, positionals } = parse(args, {
    out: { type: 'string' },
    force: { type: 'boolean' },
    json: { type: 'boolean' },
  })
  return {
    file: onlyFile(positionals, 'convert'),
    force: values.force ?? false,
    json: values.json ?? false,
    ...(values.out !== undefined && { out: values.out }),
  }
}

/** @throws UsageError */
export function nodesArguments(args: readonly string[]): NodesArguments {
  const { values, positionals } = parse(args, shared)
  return {
    text: positionals.join(' '),
    models: values.models ?? [],
    extraModelPaths: values['extra-model-paths'] ?? [],
    json: values.json ?? false,
  }
}

/** @throws UsageError */
export function exportArguments(args: readonly string[]): ExportArguments {
  const { models, 'extra-model-paths': extra } = shared
  const options = {
    models,
    'extra-model-paths': extra,
    format: { type: 'string' },
    out: { type: 'string' },
    force: { type: 'boolean' },
  } as const
  const { values, positionals } = parse(args, options)
  const format = (['api', 'ui', 'png'] as const).find(each => each === values.format)
  const { out } = values
  if (!format || out === undefined) {
    const missing = [...(format ? [] : ['--format api, ui or png']), ...(out === undefined ? ['--out FILE'] : [])]
    const got = !format && values.format !== undefined ? `, got --format '${values.format}'` : ''
    throw new UsageError(`export needs ${missing.join(' and ')}${got}`)
  }
  return {
    ...{ file: onlyFile(positionals, 'export'), format, out, force: values.force ?? false },
    models: values.models ?? [],
    extraModelPaths: values['extra-model-paths'] ?? [],
  }
}

/** @throws UsageError */
export function serveArguments(args: readonly string[]): ServeArguments {
  const { values, positionals } = parse(args, {
    port: { type: 'string' },
    models: { type: 'string', multiple: true },
    input: { type: 'string' },
    out: { type: 'string' },
    user: { type: 'string' },
    open: { type: 'boolean' },
    'open-to-local-programs': { type: 'boolean' },
    json: { type: 'boolean' },
  })
  return {
    files: positionals,
    port: values.port === undefined ? null : portOf(values.port),
    models: values.models ?? [],
    input: values.input ?? 'input',
    out: values.out ?? 'output',
    user: values.user ?? userFolder(),
    open: values.open ?? false,
    openToPrograms: values['open-to-local-programs'] ?? false,
    json: values.json ?? false,
  }
}

function parse<const O extends ParseArgsOptionsConfig>(args: readonly string[], options: O) {
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true, strict: true })
  } catch (cause) {
    // Its first sentence says what is wrong; the rest is advice about syntax that we do not have.
    const [sentence] = (cause as Error).message.split(/\.\s/)
    const words = sentence?.replace(
      /^Option '.*(--[\w-]+).*' argument is ambiguous$/,
      '$1 needs a value; write a value that starts with a dash as $1=VALUE',
    )
    throw new UsageError(words ?? 'the command line cannot be read', { cause })
  }
}

function onlyFile(positionals: readonly string[], command: string): string {
  const [file, ...more] = positionals
  if (file === undefined) throw new UsageError(`${command} needs a file: leapgraph ${command} FILE`)
  if (more.length > 0)
    throw new UsageError(`${command} takes one file, got ${positionals.length}: ${positionals.join(' ')}`)
  return file
}

/** The node may contain dots and spaces, the input may not: `Positive prompt.text=a cat`. */
export function assignment(written: string, option: string): Assignment {
  const match = /^([^=]+)\.([^.=]+)=(.*)$/s.exec(written)
  if (!match)
    throw new UsageError(`${option} expects NODE.INPUT=VALUE, for example ${option} 3.steps=4; got '${written}'`)
  return { node: match[1]!.trim(), input: match[2]!.trim(), value: match[3]! }
}

function versionOf(text: string): 4 | 5 {
  if (text !== '4' && text !== '5') throw new UsageError(`--transformers is 4 or 5, not '${text}'`)
  return text === '4' ? 4 : 5
}

function precisionNamed(name: string): Precision {
  const precision = precisions.find(each => each === name)
  if (!precision) throw new UsageError(`--precision expects ${precisions.join(' or ')}, got '${name}'`)
  return precision
}

function deviceNamed(name: string): Device | 'auto' {
  if (name === 'auto') return name
  const device = devices.find(each => each === name)
  if (!device) throw new UsageError(`there is no device '${name}'; there are auto, ${devices.join(', ')}`)
  return device
}

function seedOf(written: string): bigint {
  const seed = /^\d+$/.test(written) ? BigInt(written) : -1n
  if (seed < 0n || seed >= 2n ** 64n) {
    throw new UsageError(`--seed expects a whole number from 0 to ${2n ** 64n - 1n}, got '${written}'`)
  }
  return seed
}

function portOf(written: string): number {
  const port = Number(written)
  if (!Number.isInteger(port) || port < 0 || port > 65535)
    throw new UsageError(`--port expects a whole number from 0 to 65535, got '${written}'`)
  return port
}

function countOf(written: string, option: string, most = Number.MAX_SAFE_INTEGER): number {
  const count = Number(written)
  if (!Number.isInteger(count) || count < 1 || count > most)
    throw new UsageError(
      `${option} expects a whole number of at least 1${most < Number.MAX_SAFE_INTEGER ? ` and at most ${most}` : ''}, got '${written}'`,
    )
  return count
}
