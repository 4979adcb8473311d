import type { Clip, Conditioning, Model } from '../../../../engine/pipeline/types.ts'
import { socket } from '../../../../graph/node.ts'

/** A model with its text encoder and its prompts. */
export interface Side {
  readonly model: Model
  readonly clip: Clip
  readonly positive: Conditioning
  readonly negative: Conditioning
}

/** SDXL's base model, and its refiner where there is one. */
export interface SdxlTuple {
  readonly base: Side
  readonly refiner?: Side
}

export const sdxlTuple = socket<SdxlTuple>(
  'SDXL_TUPLE',
  'SDXL’s base model and refiner with their prompts, on one wire.',
)
