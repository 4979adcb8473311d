import { SessionError } from '../../errors.ts'
import type { Graph } from '../../onnx/graph.ts'
import { sizeOf, type Tensor } from '../../tensor/tensor.ts'
import type { Feed } from '../session.ts'
import type { Handle, OrtApi } from './api.ts'

/** ONNXTensorElementDataType */
const [FLOAT, INT64] = [1, 7]

/** What an input was when it was bound. */
interface Held {
  /** Type and dimensions. */
  readonly shape: string
  /** A copy, where values that operators on the CPU read also lie. */
  readonly bytes: Buffer<ArrayBuffer>
}

/**
 * The inputs and outputs of a session (OrtIoBinding). ONNX Runtime copies an input to its device when it is bound and keeps it there, so
 * an input whose bytes are those of the run before is not copied again: of a sampler's step only the latent and the timestep are.
 * What is compared are the bytes themselves, since a caller may write into an array again.
 */
export class BoundValues {
  readonly handle: Handle
  readonly #ort: OrtApi
  readonly #outputs: Graph['outputs']
  readonly #held = new Map<string, Held>()

  /** @throws SessionError */
  constructor(ort: OrtApi, session: Handle, outputs: Graph['outputs']) {
    this.#ort = ort
    this.#outputs = outputs
    this.handle = ort.made('CreateIoBinding', session)
  }

  /**
   * Binds what a run reads and writes.
   *
   * @returns tensors that the run fills
   * @throws SessionError when an input is missing, or another than the graph's; MemoryError
   */
  bind(feeds: Readonly<Record<string, Feed>>): Readonly<Record<string, Tensor>> {
    for (const name of this.#held.keys())
      if (!(name in feeds)) throw new SessionError(`ONNX Runtime: the input ${name} is missing`)
    for (const [name, feed] of Object.entries(feeds)) this.#bindInput(name, feed)
    return Object.fromEntries(this.#outputs.map(({ name, dims }) => [name, this.#bindOutput(name, dims)]))
  }

  release(): void {
    this.#ort.release('ReleaseIoBinding', this.handle)
    this.#held.clear()
  }

  #bindInput(name: string, { dims, data }: Feed): void {
    const type = data instanceof Float32Array ? FLOAT : INT64
    const shape = `${type} ${dims}`
    const bytes = Buffer.from(data.buffer, data.byteOffset, data.byteLength)
    const before = this.#held.get(name)
    if (before?.shape === shape && before.bytes.equals(bytes)) return
    // Unknown until it is bound.
    this.#held.delete(name)
    const own = before?.bytes.length === bytes.length ? before.bytes : Buffer.from(new ArrayBuffer(bytes.length))
    bytes.copy(own)
    this.#ort.withValue(own, dims, type, value => this.#ort.call('BindInput', this.handle, name, value))
    this.#held.set(name, { shape, bytes: own })
  }

  #bindOutput(name: string, dims: readonly number[]): Tensor {
    const data = new Float32Array(sizeOf(dims))
    const bytes = new Uint8Array(data.buffer)
    this.#ort.withValue(bytes, dims, FLOAT, value => this.#ort.call('BindOutput', this.handle, name, value))
    return { dims, data }
  }
}
