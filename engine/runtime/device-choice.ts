import { SessionError } from '../errors.ts'
import type { ComputeType, GraphOptions } from '../onnx/graph.ts'
import { candidates, type Device } from './device.ts'
import { dialectOf } from './dialect.ts'

export interface DeviceChoiceOptions {
  readonly device?: Device | 'auto'
  /** What networks that may be in half precision compute in; what the device is good at unless said. */
  readonly compute?: ComputeType
  /** Told when a device does not start and the next one is taken. */
  readonly notice?: (message: string) => void
}

/** The device that everything runs on: the best one, until it fails to start; then the next. */
export class DeviceChoice {
  readonly #dialects = new Map<Device, Promise<GraphOptions>>()
  readonly #compute: ComputeType | undefined
  readonly #notice: (message: string) => void
  #devices: readonly Device[]

  constructor({ device = 'auto', compute, notice = () => {} }: DeviceChoiceOptions) {
    this.#devices = candidates(device)
    this.#compute = compute
    this.#notice = notice
  }

  get device(): Device {
    return this.#devices[0]!
  }

  /** How graphs are written for a device; it is asked once. */
  dialect(device: Device): Promise<GraphOptions> {
    const dialect = this.#dialects.get(device) ?? dialectOf(device, this.#compute)
    this.#dialects.set(device, dialect)
    return dialect
  }

  /** Takes the next device because of `error`. @throws the error, where the device is not to blame or none is left */
  leave(device: Device, error: unknown): void {
    if (!(error instanceof SessionError) || this.#devices.at(-1) === device) throw error
    if (device !== this.device) return
    this.#devices = this.#devices.slice(1)
    this.#notice(`${device} is not available here, using ${this.device} (${error.message})`)
  }
}
