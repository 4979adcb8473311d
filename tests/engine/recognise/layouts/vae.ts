import { autoencoderLayers } from '../../../../server/bench/layout/autoencoder.ts'
import { type Layers, renamed } from './layout.ts'

const DIFFUSERS: readonly (readonly [RegExp, string])[] = [
  [/\b(up|down)\.(\d)\.block\.(\d)/, '$1_blocks.$2.resnets.$3'],
  [/\b(up|down)\.(\d)\.(up|down)sample/, '$1_blocks.$2.$3samplers.0'],
  [/\bmid\.block_1/, 'mid_block.resnets.0'],
  [/\bmid\.block_2/, 'mid_block.resnets.1'],
  [/\bmid\.attn_1/, 'mid_block.attentions.0'],
]
const SPELLINGS = {
  new: { q: 'to_q', k: 'to_k', v: 'to_v', proj_out: 'to_out.0' },
  old: { q: 'query', k: 'key', v: 'value', proj_out: 'proj_attn' },
} as const

/** The autoencoder under diffusers' names, its attention spelled in the new way or the old. */
export const diffusersVaeLayers = (spelling: keyof typeof SPELLINGS): Layers =>
  renamed(autoencoderLayers(), name =>
    DIFFUSERS.reduce((name, [from, to]) => name.replace(from, to), name).replace(
      /(attentions\.0)\.(q|k|v|proj_out)\./,
      (_, attention, part: keyof (typeof SPELLINGS)['new']) => `${attention}.${SPELLINGS[spelling][part]}.`,
    ),
  )
