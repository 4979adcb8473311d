import type { Conditioning, Model } from '../../../engine/pipeline/types.ts'
import type { schedulerNames } from '../../../engine/sampling/schedules/schedule.ts'
import { socket } from '../../../graph/node.ts'

/** A model with its prompts and all settings of a KSampler, which waits for a latent. */
export interface ImpactSampler {
  readonly model: Model
  readonly positive: Conditioning
  readonly negative: Conditioning
  readonly seed: bigint
  readonly steps: number
  readonly cfg: number
  readonly sampler_name: string
  readonly scheduler: (typeof schedulerNames)[number]
  readonly denoise: number
}

export const advancedSampler = socket<Omit<ImpactSampler, 'seed' | 'steps' | 'denoise'>>(
  'KSAMPLER_ADVANCED',
  'A KSampler (Advanced) with its settings, without a latent and steps.',
)
export const impactSampler = socket<ImpactSampler>('KSAMPLER', 'A KSampler with its settings, without a latent.')
