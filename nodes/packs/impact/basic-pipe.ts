import type { Clip, Conditioning, Model, Vae } from '../../../engine/pipeline/types.ts'
import { socket } from '../../../graph/node.ts'

/** The parts that a picture is made with, on one wire. */
export interface BasicPipe {
  readonly model: Model
  readonly clip: Clip
  readonly vae: Vae
  readonly positive: Conditioning
  readonly negative: Conditioning
}

export const basicPipe = socket<BasicPipe>('BASIC_PIPE', 'Model, CLIP, VAE and the two prompts, on one wire.')
