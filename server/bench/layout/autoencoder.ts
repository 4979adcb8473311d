import { below, biased, type Layer } from './layer.ts'

const WIDTHS = [128, 256, 512, 512] as const

/**
 * Every tensor of the image autoencoder, 248 in all families — Rombach et al. 2022, arXiv:2112.10752, §3.1.
 *
 * @param channels  of its latents
 */
export function* autoencoderLayers(channels = 4): Generator<Layer> {
  yield* below('encoder', encoder(channels))
  yield* below('decoder', decoder(channels))
  yield* biased('quant_conv', 2 * channels, 2 * channels, 1, 1)
  yield* biased('post_quant_conv', channels, channels, 1, 1)
}

function* encoder(channels: number): Generator<Layer> {
  yield* biased('conv_in', 128, 3, 3, 3)
  let wide = 128
  for (const [level, width] of WIDTHS.entries()) {
    for (let i = 0; i < 2; i++, wide = width) yield* below(`down.${level}.block.${i}`, vaeBlock(wide, width))
    if (level < 3) yield* biased(`down.${level}.downsample.conv`, width, width, 3, 3)
  }
  yield* vaeMiddle()
  yield* biased('norm_out', 512)
  yield* biased('conv_out', 2 * channels, 512, 3, 3)
}

function* decoder(channels: number): Generator<Layer> {
  yield* biased('conv_in', 512, channels, 3, 3)
  yield* vaeMiddle()
  let wide = 512
  for (const [level, width] of [...WIDTHS.entries()].reverse()) {
    for (let i = 0; i < 3; i++, wide = width) yield* below(`up.${level}.block.${i}`, vaeBlock(wide, width))
    if (level > 0) yield* biased(`up.${level}.upsample.conv`, width, width, 3, 3)
  }
  yield* biased('norm_out', 128)
  yield* biased('conv_out', 3, 128, 3, 3)
}

function* vaeMiddle(): Generator<Layer> {
  yield* below('mid.block_1', vaeBlock(512, 512))
  yield* biased('mid.attn_1.norm', 512)
  for (const name of ['q', 'k', 'v', 'proj_out']) yield* biased(`mid.attn_1.${name}`, 512, 512, 1, 1)
  yield* below('mid.block_2', vaeBlock(512, 512))
}

function* vaeBlock(from: number, to: number): Generator<Layer> {
  yield* biased('norm1', from)
  yield* biased('conv1', to, from, 3, 3)
  yield* biased('norm2', to)
  yield* biased('conv2', to, to, 3, 3)
  if (from !== to) yield* biased('nin_shortcut', to, from, 1, 1)
}
