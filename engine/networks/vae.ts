import type { Value } from '../onnx/value.ts'
import type { Weights } from '../onnx/weights.ts'
import { attention } from './attention.ts'

/**
 * The image autoencoder as two ONNX graphs — Rombach et al. 2022, arXiv:2112.10752, §3.1; the layout is CompVis'.
 *
 *     image [N, 3, 8h, 8w] ─ conv_in ─ down … ─ mid ─ conv_out ─ quant_conv ─▶ moments [N, 2C, h, w]
 *     latent [N, C, h, w] ─ post_quant_conv ─ conv_in ─ mid ─ up … ─ conv_out ─▶ image [N, 3, 8h, 8w]
 *
 * C is 4 for Stable Diffusion, 16 for Flux and SD 3, which have no quant_conv, and 32 for Flux.2. Latents are in VAE scale; images
 * are −1 … 1 and may exceed it. The keys show how many levels and blocks there are; `decoder.up` is numbered from the image's
 * side, so it is read backwards.
 */
export function vaeDecoder(w: Weights, latent: Value): Value {
  const d = w.at('decoder')
  const z = w.has('post_quant_conv') ? latent.conv2d(w.at('post_quant_conv')) : latent
  const deepest = middle(d.at('mid'), z.conv2d(d.at('conv_in'), { padding: 1 }))
  const h = d
    .at('up')
    .list()
    .reverse()
    .reduce((h, level) => {
      const y = blocks(level, h)
      return level.has('upsample') ? y.upsample(2).conv2d(level.at('upsample.conv'), { padding: 1 }) : y
    }, deepest)
  return h.groupNorm(d.at('norm_out'), EPS).silu().conv2d(d.at('conv_out'), { padding: 1 })
}

/** @returns the posterior's mean and log variance, [N, 2C, h, w]; the first C channels are the latent */
export function vaeEncoder(w: Weights, image: Value): Value {
  const e = w.at('encoder')
  const deepest = e
    .at('down')
    .list()
    .reduce(
      (h, level) => {
        const y = blocks(level, h)
        return level.has('downsample') ? y.padRightBelow(1).conv2d(level.at('downsample.conv'), { stride: 2 }) : y
      },
      image.conv2d(e.at('conv_in'), { padding: 1 }),
    )
  const h = middle(e.at('mid'), deepest)
    .groupNorm(e.at('norm_out'), EPS)
    .silu()
    .conv2d(e.at('conv_out'), { padding: 1 })
  return w.has('quant_conv') ? h.conv2d(w.at('quant_conv')) : h
}

const EPS = 1e-6

const blocks = (level: Weights, x: Value): Value =>
  level
    .at('block')
    .list()
    .reduce((h, w) => resBlock(w, h), x)

const middle = (w: Weights, x: Value): Value =>
  resBlock(w.at('block_2'), attend(w.at('attn_1'), resBlock(w.at('block_1'), x)))

/** Norm–SiLU–conv twice around a skip. @returns [N, C′, H, W] */
function resBlock(w: Weights, x: Value): Value {
  const h = x.groupNorm(w.at('norm1'), EPS).silu().conv2d(w.at('conv1'), { padding: 1 })
  const y = h.groupNorm(w.at('norm2'), EPS).silu().conv2d(w.at('conv2'), { padding: 1 })
  return y.add(w.has('nin_shortcut') ? x.conv2d(w.at('nin_shortcut')) : x)
}

/** One head of self-attention over all pixels, around a skip. @returns [N, C, H, W] */
function attend(w: Weights, x: Value): Value {
  const [, , height, width] = x.dims as [number, number, number, number]
  const tokens = x.groupNorm(w.at('norm'), EPS).toTokens()
  const [q, k, v] = [tokens.linear(w.at('q')), tokens.linear(w.at('k')), tokens.linear(w.at('v'))]
  return attention(q, k, v, 1).linear(w.at('proj_out')).toImage(height, width).add(x)
}
