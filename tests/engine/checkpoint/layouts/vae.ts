import { below, biased, type Layers, renamed } from './layout.ts'

type Generated = Generator<readonly [string, readonly number[]]>
const WIDTHS = [128, 256, 512, 512] as const

/** An autoencoder under CompVis' names. @param channels  of its latents: 4, FLUX's and SD3's 16 */
export function* vaeLayers(channels = 4): Layers & Generated {
  yield* below(
    'encoder',
    half(
      [
        ['conv_in', 128, 3],
        ['conv_out', 2 * channels, 512],
      ],
      'down',
      'downsample',
    ),
  )
  yield* below(
    'decoder',
    half(
      [
        ['conv_in', 512, channels],
        ['conv_out', 3, 128],
      ],
      'up',
      'upsample',
    ),
  )
  yield* biased('quant_conv', 2 * channels, 2 * channels, 1, 1)
  yield* biased('post_quant_conv', channels, channels, 1, 1)
}

function* half(ends: readonly (readonly [string, number, number])[], side: string, sampler: string): Generated {
  for (const [name, to, from] of ends) yield* biased(name, to, from, 3, 3)
  for (const [level, width] of WIDTHS.entries()) {
    for (const name of ['norm1', 'norm2']) yield* biased(`${side}.${level}.block.0.${name}`, width)
    for (const name of ['conv1', 'conv2']) yield* biased(`${side}.${level}.block.0.${name}`, width, width, 3, 3)
    yield* biased(`${side}.${level}.${sampler}.conv`, width, width, 3, 3)
  }
  for (const name of ['q', 'k', 'v', 'proj_out']) yield* biased(`mid.attn_1.${name}`, 512, 512, 1, 1)
}

const DIFFUSERS: readonly (readonly [RegExp, string])[] = [
  [/\b(up|down)\.(\d)\.block\.(\d)/, '$1_blocks.$2.resnets.$3'],
  [/\b(up|down)\.(\d)\.(up|down)sample/, '$1_blocks.$2.$3samplers.0'],
  [/\bmid\.attn_1/, 'mid_block.attentions.0'],
]
const NEW = [
  [/\.q\./, '.to_q.'],
  [/\.k\./, '.to_k.'],
  [/\.v\./, '.to_v.'],
  [/\.proj_out\./, '.to_out.0.'],
] as const
const OLD = [
  [/\.q\./, '.query.'],
  [/\.k\./, '.key.'],
  [/\.v\./, '.value.'],
  [/\.proj_out\./, '.proj_attn.'],
] as const

/** The same under diffusers' names, its attention spelled in the new way or the old. */
export const diffusersVaeLayers = (spelling: 'new' | 'old'): Layers =>
  renamed(vaeLayers(), name =>
    [...DIFFUSERS, ...(spelling === 'new' ? NEW : OLD)].reduce((name, [from, to]) => name.replace(from, to), name),
  )
