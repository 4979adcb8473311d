import { SessionError } from '../../errors.ts'
import type { Graph } from '../../onnx/graph.ts'
import { externalRoot } from '../../onnx/messages.ts'
import type { Tensor } from '../../tensor/tensor.ts'
import { type Feed, loadRuntime, type Session } from '../session.ts'
import { Turns } from '../turns.ts'
import { type Handle, OrtApi } from './api.ts'
import { BoundValues } from './bound-values.ts'

export interface PluginOptions {
  /** The path of the provider's library in an installed pack. */
  readonly library: string | undefined
  /** Worker threads of what stays on the CPU; 0 is one for each physical core. */
  readonly threads: number
  /** Any file that the graph refers to: decides the drive of the paths. */
  readonly root: string
  /** Writes no errors to stderr: for tests that may fail. */
  readonly quiet?: boolean
}

let api: OrtApi | undefined
/** The device of each library that was registered, or why there is none. */
const devices = new Map<string, Handle | SessionError>()

/** The device of a plug-in, which is loaded once in a process. @throws SessionError */
function deviceOf(library: string | undefined): Handle {
  if (library === undefined)
    throw new SessionError(
      'no pack with an execution provider is installed that passed its test (leapgraph accelerator add FILE)',
    )
  const known = devices.get(library) ?? register(library)
  devices.set(library, known)
  if (known instanceof SessionError) throw known
  return known
}

function register(library: string): Handle | SessionError {
  try {
    api ??= new OrtApi()
    const others = new Set(api.devices().map(({ provider }) => provider))
    api.preload(library)
    api.call('RegisterExecutionProviderLibrary', api.env, `leapgraph-${devices.size}`, library)
    const found = api.devices().find(({ provider }) => !others.has(provider))
    return found?.handle ?? new SessionError('the execution provider found no device of its kind on this machine')
  } catch (cause) {
    const reason = `the execution provider could not be loaded; a driver may be missing (${(cause as Error).message})`
    return new SessionError(reason, { cause })
  }
}

/**
 * Hands a graph to an execution provider that ONNX Runtime loads as a plug-in. Operators that the provider lacks run on the CPU.
 *
 * @throws SessionError when the library cannot be loaded, finds no device, or refuses the graph; MemoryError
 */
export async function createPluginSession(
  graph: Graph,
  { library, threads, root, quiet = false }: PluginOptions,
): Promise<Session> {
  // Its binding comes first: where this library was loaded without it, WebGPU's provider called a null pointer in runs on one thread.
  await loadRuntime()
  const device = deviceOf(library)
  const ort = api!
  const options = ort.made('CreateSessionOptions')
  try {
    const [ERRORS, FATAL] = [3, 4]
    ort.call('SetSessionLogSeverityLevel', options, quiet ? FATAL : ERRORS)
    ort.call('SetIntraOpNumThreads', options, threads)
    const folder = 'session.model_external_initializers_file_folder_path'
    ort.call('AddSessionConfigEntry', options, folder, externalRoot(root))
    ort.call('SessionOptionsAppendExecutionProvider_V2', options, ort.env, [device], 1, [], [], 0)
    const model = graph.build()
    const box: [Handle | null] = [null]
    await ort.callAsync('CreateSessionFromArray', ort.env, model, model.length, options, box)
    return new PluginSession(ort, box[0]!, graph)
  } finally {
    ort.release('ReleaseSessionOptions', options)
  }
}

class PluginSession implements Session {
  readonly #ort: OrtApi
  readonly #session: Handle
  readonly #bound: BoundValues
  readonly rounding: string | undefined
  readonly #turns = new Turns('ONNX Runtime')

  constructor(ort: OrtApi, session: Handle, { outputs, compute }: Graph) {
    this.#ort = ort
    this.#session = session
    this.#bound = new BoundValues(ort, session, outputs)
    this.rounding = compute === 'float16' ? 'float16, by an execution provider' : undefined
  }

  run(feeds: Readonly<Record<string, Feed>>): Promise<Readonly<Record<string, Tensor>>> {
    return this.#turns.take(async () => {
      const results = this.#bound.bind(feeds)
      await this.#ort.callAsync('RunWithBinding', this.#session, null, this.#bound.handle)
      return results
    })
  }

  release(): Promise<void> {
    return this.#turns.end(() => {
      this.#bound.release()
      this.#ort.release('ReleaseSession', this.#session)
    })
  }
}
