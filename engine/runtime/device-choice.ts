import { SessionError } from '../errors.ts'
import { type ComputeType, Graph, type GraphOptions } from '../onnx/graph.ts'
import { Value } from '../onnx/value.ts'
import { tensor } from '../tensor/tensor.ts'
import { createOn } from './create-on.ts'
import { candidates, type Device, inMainMemory, type Packs } from './device.ts'

export interface DeviceChoiceOptions {
  readonly device?: Device | 'auto'
  /** The type for networks that may compute in half precision; by default the type that suits the device. */
  readonly compute?: ComputeType
  readonly packs?: Packs
  /** Called when a device does not start and the next one is used. */
  readonly notice?: (message: string) => void
}

/** The device that everything runs on: the best one, until it fails to start; then the next one. */
export class DeviceChoice {
  readonly #dialects = new Map<Device, Promise<GraphOptions>>()
  readonly #packs: Packs
  readonly #compute: ComputeType | undefined
  readonly #notice: (message: string) => void
  #devices: readonly Device[]

  constructor({ device = 'auto', compute, packs = {}, notice = () => {} }: DeviceChoiceOptions) {
    this.#devices = candidates(device, packs)
    this.#packs = packs
    this.#compute = compute
    this.#notice = notice
  }

  get device(): Device {
    return this.#devices[0]!
  }

  /** How graphs are written for a device; tested once. */
  dialect(device: Device): Promise<GraphOptions> {
    const dialect = this.#dialects.get(device) ?? dialectOf(device, this.#packs, this.#compute)
    this.#dialects.set(device, dialect)
    return dialect
  }

  /** Changes to the next device because of `error`. @throws the error, when the device is not its cause or is the last one */
  leave(device: Device, error: unknown): void {
    if (!(error instanceof SessionError) || this.#devices.at(-1) === device) throw error
    if (device !== this.device) return
    this.#devices = this.#devices.slice(1)
    this.#notice(`${device} cannot be used, continuing on ${this.device} (${error.message})`)
  }
}

/**
 * How graphs are written for a device: in half precision on graphics cards that have it, unless another type is asked for,
 * with conditions only where ONNX Runtime computes on the CPU,
 * and with attention as one operator only on the CPU, by ONNX Runtime or OpenVINO. WebGPU's MultiHeadAttention in ONNX Runtime 1.30 is correct only for few
 * tokens (on a software adapter): from 64 on its values differ by a tenth. The other devices have not been tested.
 */
async function dialectOf(device: Device, packs: Packs, compute?: ComputeType): Promise<GraphOptions> {
  const form = { fusedAttention: inMainMemory(device), conditions: device === 'cpu' }
  if (compute) return { ...form, compute }
  return { ...form, compute: !inMainMemory(device) && (await computesHalf(device, packs)) ? 'float16' : 'float32' }
}

/**
 * Whether the device multiplies half-precision matrices. ONNX Runtime does not report it (WebGPU's provider needs an adapter
 * with shader-f16 and fails only when a kernel runs), so it is tested once.
 */
async function computesHalf(device: Device, packs: Packs): Promise<boolean> {
  const graph = new Graph('half', { compute: 'float16' })
  const x = Value.input(graph, 'x', [SIDE, SIDE]).in('float16')
  x.matmul(x).output('y')
  try {
    const session = await createOn(device, graph, { packs, threads: 1, root: '/', quiet: true })
    const { y } = await session.run({ x: tensor([SIDE, SIDE], new Float32Array(SIDE ** 2).fill(0.5)) })
    await session.release()
    return y!.data.every(sum => sum === SIDE / 4)
  } catch {
    return false
  }
}

const SIDE = 16
