import type { FileRef } from '../checkpoint/files/file-ref.ts'
import { NotFiniteError } from '../errors.ts'
import type { Tensor } from '../tensor/tensor.ts'

/** Samplers that lose their way give numbers beyond this long before they give none; latents are within 100 of 0. */
const LOST = 1e4

/** Whose answer it is. */
export interface Answering {
  /** `the UNet` */
  readonly what: string
  /** The network's own, then those of what changes it: LoRAs, ControlNets. */
  readonly files: readonly FileRef[]
  /** What it was asked with, where that may be at fault. */
  readonly asked?: Tensor
}

/**
 * Blames a network's files where it answers with NaN or infinity though it was asked in numbers. What a sampler has lost
 * is the sampler's to say.
 *
 * @throws NotFiniteError
 */
export function refuseNotFinite(answer: Tensor, { what, files, asked }: Answering): void {
  if (answer.data.every(Number.isFinite)) return
  if (asked && !asked.data.every(value => Math.abs(value) < LOST)) return
  const [own, ...others] = [...new Set(files.map(({ name }) => name))]
  const advice =
    others.length > 0
      ? `one of these files is damaged, or its strength is too large: try without ${others.join(' and ')}`
      : 'the file is damaged: fetch it again, or choose another'
  throw new NotFiniteError(`${what} of ${[own, ...others].join(' with ')} gave NaN or infinity; ${advice}`)
}
