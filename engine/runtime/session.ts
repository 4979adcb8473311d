import type { InferenceSession } from 'onnxruntime-node'
import { MemoryError, SessionError } from '../errors.ts'
import type { Graph } from '../onnx/graph.ts'
import { externalRoot } from '../onnx/messages.ts'
import type { Tensor } from '../tensor/tensor.ts'
import type { Device } from './device.ts'
import { withoutTelemetry } from './telemetry.ts'

/** An input of a graph: float32 numbers, or whole numbers for indices. */
export type Feed = Tensor | { readonly dims: readonly number[]; readonly data: BigInt64Array }

export interface SessionOptions {
  readonly device: Device
  /** Worker threads inside one operator; 0 is one for each physical core. */
  readonly threads: number
  /** Any file that the graph refers to: decides the drive of the paths. */
  readonly root: string
  /** Frees the memory of a run after it, instead of keeping it for the next run (docs/decisions/pictures-in-tiles.md). */
  readonly brief?: boolean
  /** Writes no errors to stderr: for tests that may fail. */
  readonly quiet?: boolean
}

/** A compiled graph, ready to run. */
export interface Session {
  /** In what it computes where that is not float32, so that its numbers differ, as the metadata of pictures says it. */
  readonly rounding?: string | undefined
  run(feeds: Readonly<Record<string, Feed>>): Promise<Readonly<Record<string, Tensor>>>
  release(): Promise<void>
}

/** ONNX Runtime, without its telemetry. */
export async function loadRuntime() {
  Object.assign(process.env, withoutTelemetry)
  return (await import('onnxruntime-node')).default
}

/**
 * Hands a graph to ONNX Runtime.
 *
 * On the CPU the graph runs as written, without ONNX Runtime's optimiser: value.ts writes fused operators already, and the
 * optimiser would only copy every half-precision weight to float32 in advance. Without it weights stay mapped in their
 * .safetensors file and are widened when they are used: a full SD 1.5 UNet is ready in 0.1 s instead of 3–12 s, needs 2.6 GB
 * instead of 4 GB, and a step takes about a tenth longer
 * (docs/decisions/weights-stay-in-the-file.md).
 *
 * @throws SessionError when the provider cannot start or refuses the graph
 */
export async function createSession(graph: Graph, options: SessionOptions): Promise<Session> {
  const { device, threads, root, brief = false, quiet = false } = options
  const { InferenceSession, Tensor } = await loadRuntime()
  const onCpu = device === 'cpu'
  const ort: InferenceSession.SessionOptions = {
    executionProviders: [device],
    graphOptimizationLevel: onCpu ? 'disabled' : 'all',
    intraOpNumThreads: threads,
    enableMemPattern: false,
    enableCpuMemArena: !brief,
    logSeverityLevel: quiet ? 4 : 3,
    extra: {
      session: {
        model_external_initializers_file_folder_path: externalRoot(root),
        ...(onCpu && { disable_prepacking: '1' }),
      },
    },
  }
  const session = await InferenceSession.create(graph.build(), ort).catch((cause: Error) => {
    throw errorOf(cause, `could not start on ${device}`)
  })

  return {
    ...(graph.compute === 'float16' && { rounding: `float16, by ${device}` }),
    async run(feeds) {
      const inputs = Object.entries(feeds).map(([name, { dims, data }]) => [name, new Tensor(data, dims)] as const)
      const results = await session.run(Object.fromEntries(inputs)).catch((cause: Error) => {
        throw errorOf(cause, `failed on ${device}`)
      })
      return Object.fromEntries(
        Object.entries(results).map(([name, { dims, data }]) => [name, { dims, data: data as Float32Array }]),
      )
    },
    release: () => session.release(),
  }
}

/** The messages of the CPU's allocator, C++, CUDA, Direct3D and Dawn. */
export const OUT_OF_MEMORY = /failed to allocate|bad[_ ]alloc|out of memory|E_OUTOFMEMORY|exceeds the max buffer size/i

function errorOf(cause: Error, what: string): SessionError {
  const kind = OUT_OF_MEMORY.test(cause.message) ? MemoryError : SessionError
  return new kind(`ONNX Runtime ${what}: ${firstLine(cause)}`, { cause })
}

/** The first line, without the position in ONNX Runtime's source. */
const firstLine = (error: Error): string =>
  error.message
    .split('\n')[0]!
    .replace(/^\S*onnxruntime\S*:\d+ .* was false\. /, '')
    .slice(0, 400)
