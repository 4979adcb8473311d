import { SessionError } from '../../errors.ts'
import type { Graph } from '../../onnx/graph.ts'
import { externalRoot } from '../../onnx/messages.ts'
import type { Tensor } from '../../tensor/tensor.ts'
import type { Feed, Session } from '../session.ts'
import { type Handle, OpenVino } from './library.ts'

export interface OpenVinoOptions {
  /** The path of libopenvino_c of an installed pack. */
  readonly library: string | undefined
  /** Worker threads; 0: as many as OpenVINO chooses. */
  readonly threads: number
  /** Any file that the graph refers to. */
  readonly root: string
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

/**
 * Hands a graph to OpenVINO's CPU plug-in in float32. Its reader of ONNX maps the .safetensors files, as ONNX Runtime does.
 *
 * @throws SessionError when the library cannot be loaded or refuses the graph; MemoryError
 */
export async function createOpenVinoSession(graph: Graph, options: OpenVinoOptions): Promise<Session> {
  const vino = openVino(options.library)
  const model = readModel(vino, graph, options.root)
  vino.set({
    INFERENCE_PRECISION_HINT: 'f32',
    PERFORMANCE_HINT: 'LATENCY',
    ...(options.threads > 0 && { INFERENCE_NUM_THREADS: String(options.threads) }),
  })
  const compiled = await vino
    .madeAsync('ov_core_compile_model', vino.core, model, 'CPU', 0)
    .finally(() => vino.release('ov_model_free', model))
  return new OpenVinoSession(vino, compiled, graph.outputs)
}

/**
 * OpenVINO finds external weights relative to the working folder when a model comes from memory, and refuses files outside
 * it, so the working folder is the file system's root during this call, which blocks.
 */
function readModel(vino: OpenVino, graph: Graph, root: string): Handle {
  const bytes = graph.build()
  const before = process.cwd()
  process.chdir(externalRoot(root))
  try {
    return vino.made('ov_core_read_model_from_memory_buffer', vino.core, bytes, bytes.length, null)
  } finally {
    process.chdir(before)
  }
}

/** A compiled model with one request: runs that are asked for at the same time wait for one another. */
class OpenVinoSession implements Session {
  readonly #vino: OpenVino
  readonly #compiled: Handle
  readonly #request: Handle
  readonly #outputs: Graph['outputs']
  #last: Promise<unknown> = Promise.resolve()
  #released = false

  constructor(vino: OpenVino, compiled: Handle, outputs: Graph['outputs']) {
    this.#vino = vino
    this.#compiled = compiled
    this.#outputs = outputs
    try {
      this.#request = vino.made('ov_compiled_model_create_infer_request', compiled)
    } catch (error) {
      vino.release('ov_compiled_model_free', compiled)
      throw error
    }
  }

  async run(feeds: Readonly<Record<string, Feed>>): Promise<Readonly<Record<string, Tensor>>> {
    if (this.#released) throw new SessionError('OpenVINO: the session was released')
    const run = this.#last.then(() => this.#run(feeds))
    this.#last = run.catch(() => {})
    return run
  }

  async release(): Promise<void> {
    if (this.#released) return
    this.#released = true
    await this.#last
    this.#vino.release('ov_infer_request_free', this.#request)
    this.#vino.release('ov_compiled_model_free', this.#compiled)
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
