import type { FileRef } from '../checkpoint/files/file-ref.ts'
import { NotFiniteError } from '../errors.ts'
import type { Tensor } from '../tensor/tensor.ts'

/** A sampler that diverges exceeds this number long before it gives NaN; latents stay within ±100. */
const LOST = 1e4

/** A network and its input. */
export interface Answering {
  /** `the UNet` */
  readonly what: string
  /** The network's file, then the files that change it: LoRAs, ControlNets. */
  readonly files: readonly FileRef[]
  /** What nodes change in it: `FreeU`. */
  readonly patches?: readonly string[]
  /** Its input, where that may be the cause. */
  readonly asked?: Tensor
}

/**
 * Reports a network that gives NaN or infinity for finite input, with its files. Where the input shows that the sampler
 * diverged, the sampler reports it.
 *
 * @throws NotFiniteError
 */
export function refuseNotFinite(answer: Tensor, { what, files, patches = [], asked }: Answering): void {
  if (answer.data.every(Number.isFinite)) return
  if (asked && !asked.data.every(value => Math.abs(value) < LOST)) return
  const [own, ...others] = [...new Set(files.map(({ name }) => name))]
  const advice =
    patches.length > 0
      ? `${patches.join(' and ')} may be the cause: run without it. If the error stays, ${others.length > 0 ? `run without ${others.join(' and ')}` : 'the file is damaged: download it again'}`
      : others.length > 0
        ? `one of these files is damaged, or its strength is too large: run without ${others.join(' and ')}`
        : 'the file is damaged: download it again, or choose another file'
  throw new NotFiniteError(`${what} of ${[own, ...others].join(' with ')} gave NaN or infinity; ${advice}`)
}
