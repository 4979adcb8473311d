import { cpus } from 'node:os'
import { SessionError } from '../../errors.ts'
import type { Graph } from '../../onnx/graph.ts'
import type { Ir } from '../../onnx/ir/ir.ts'
import { irOf } from '../../onnx/ir/operators.ts'
import type { Tensor } from '../../tensor/tensor.ts'
import type { Precision } from '../device.ts'
import type { Feed, Session } from '../session.ts'
import { Turns } from '../turns.ts'
import { CompiledModels, modelKey } from './compiled-models.ts'
import { type Handle, OpenVino } from './library.ts'
import { PlacedWeights } from './placed-weights.ts'

export interface OpenVinoOptions {
  /** The path of libopenvino_c of an installed pack. */
  readonly library: string | undefined
  /** Worker threads; 0: as many as OpenVINO chooses. */
  readonly threads: number
  /** `fast` is bfloat16 where the processor has instructions for it; float32 elsewhere, and by default. */
  readonly precision?: Exclude<Precision, 'auto'>
  /** A folder for compiled models; without it nothing is kept. */
  readonly cache?: string | undefined
}

/** One library and one core for a process: OpenVINO keeps its plug-ins and thread pools there. */
const loaded = new Map<string, OpenVino>()
function openVino(library: string | undefined): OpenVino {
  if (library === undefined)
    throw new SessionError('no OpenVINO pack is installed that passed its test (leapgraph accelerator add FILE)')
  const vino = loaded.get(library) ?? new OpenVino(library)
  loaded.set(library, vino)
  return vino
}

/** Whether OpenVINO has instructions of this processor for bfloat16. @throws SessionError when the library cannot be loaded */
export const computesBfloat16 = (library: string | undefined): boolean =>
  openVino(library).capabilities.includes('BF16')

/**
 * Hands a graph to OpenVINO's CPU plug-in, as a model whose weights are the mapped .safetensors files.
 *
 * @throws SessionError when the library cannot be loaded or refuses the graph; MemoryError
 */
export async function createOpenVinoSession(graph: Graph, options: OpenVinoOptions): Promise<Session> {
  const vino = openVino(options.library)
  const rounded = options.precision === 'fast' && computesBfloat16(options.library)
  vino.set({
    INFERENCE_PRECISION_HINT: rounded ? 'bf16' : 'f32',
    PERFORMANCE_HINT: 'LATENCY',
    ...(options.threads > 0 && { INFERENCE_NUM_THREADS: String(options.threads) }),
  })
  const ir = irOf(graph)
  const cache = options.cache === undefined ? undefined : new CompiledModels(options.cache)
  if (!cache?.holds(graph.fileBytes)) return new OpenVinoSession(vino, await compile(vino, ir), graph.outputs, rounded)
  const key = await modelKey(ir, [options.library!, cpus()[0]?.model ?? '', String(rounded)])
  const kept = await importKept(vino, cache, key)
  if (kept) return new OpenVinoSession(vino, kept, graph.outputs, rounded)
  const compiled = await compile(vino, ir)
  const session = new OpenVinoSession(vino, compiled, graph.outputs, rounded)
  session.alongside(cache.keep(key, path => vino.callAsync('ov_compiled_model_export_model', compiled.handle, path)))
  return session
}

/** A compiled model, and the memory that it reads. */
interface Compiled {
  readonly handle: Handle
  readonly weights: { release(): void }
}

async function compile(vino: OpenVino, ir: Ir): Promise<Compiled> {
  const weights = new PlacedWeights(ir.constants)
  try {
    const model = readModel(vino, ir, weights)
    const handle = await vino
      .madeAsync('ov_core_compile_model', vino.core, model, 'CPU', 0)
      .finally(() => vino.release('ov_model_free', model))
    return { handle, weights }
  } catch (error) {
    weights.release()
    throw error
  }
}

/** The kept model of this key, if there is one that OpenVINO accepts. */
async function importKept(vino: OpenVino, cache: CompiledModels, key: string): Promise<Compiled | undefined> {
  const weights = await cache.find(key)
  if (!weights) return undefined
  try {
    const { address, length } = weights
    return { handle: await vino.madeAsync('ov_core_import_model', vino.core, address, length, 'CPU'), weights }
  } catch {
    weights.release()
    return undefined
  }
}

function readModel(vino: OpenVino, ir: Ir, weights: PlacedWeights): Handle {
  const xml = Buffer.from(ir.xml(weights.place))
  const bytes = weights.length === 0n ? null : vino.bytesAt(weights.start, weights.length)
  try {
    return vino.made('ov_core_read_model_from_memory_buffer', vino.core, xml, xml.length, bytes)
  } finally {
    if (bytes) vino.release('ov_tensor_free', bytes)
  }
}

/** A compiled model with one request: runs that are asked for at the same time wait for one another. */
class OpenVinoSession implements Session {
  readonly #vino: OpenVino
  readonly #compiled: Compiled
  readonly #request: Handle
  readonly #outputs: Graph['outputs']
  readonly rounding: string | undefined
  readonly #turns = new Turns('OpenVINO')
  #alongside: Promise<void> | undefined

  constructor(vino: OpenVino, compiled: Compiled, outputs: Graph['outputs'], rounded: boolean) {
    this.#vino = vino
    this.#compiled = compiled
    this.#outputs = outputs
    this.rounding = rounded ? 'fast: bfloat16, by OpenVINO' : undefined
    try {
      this.#request = vino.made('ov_compiled_model_create_infer_request', compiled.handle)
    } catch (error) {
      vino.release('ov_compiled_model_free', compiled.handle)
      compiled.weights.release()
      throw error
    }
  }

  /** Work that reads the compiled model, which is released after it. */
  alongside(work: Promise<void>): void {
    this.#alongside = work
  }

  run(feeds: Readonly<Record<string, Feed>>): Promise<Readonly<Record<string, Tensor>>> {
    return this.#turns.take(() => this.#run(feeds))
  }

  release(): Promise<void> {
    return this.#turns.end(async () => {
      await this.#alongside
      this.#vino.release('ov_infer_request_free', this.#request)
      this.#vino.release('ov_compiled_model_free', this.#compiled.handle)
      this.#compiled.weights.release()
    })
  }

  async #run(feeds: Readonly<Record<string, Feed>>): Promise<Readonly<Record<string, Tensor>>> {
    for (const [name, { data }] of Object.entries(feeds)) this.#with(name, tensor => this.#vino.fill(tensor, data))
    await this.#vino.callAsync('ov_infer_request_infer', this.#request)
    return Object.fromEntries(
      this.#outputs.map(({ name, dims }) => [
        name,
        { dims, data: this.#with(name, tensor => this.#vino.numbers(tensor)) },
      ]),
    )
  }

  /** Uses an input or output of the request. */
  #with<T>(name: string, use: (tensor: Handle) => T): T {
    const tensor = this.#vino.made('ov_infer_request_get_tensor', this.#request, name)
    try {
      return use(tensor)
    } finally {
      this.#vino.release('ov_tensor_free', tensor)
    }
  }
}
