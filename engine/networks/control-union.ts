import type { Value } from '../onnx/value.ts'
import type { Weights } from '../onnx/weights.ts'
import { hintBlock } from './controlnet.ts'

/**
 * One ControlNet for many kinds of reference image: xinsir's ControlNet++ union (https://github.com/xinsir6/ControlNetPlus),
 * with one image, as ComfyUI runs it. The kind is an input twice: for the image's features here, and for the embedding of the
 * timestep (`kindOf`).
 *
 *   hint′ = hint + spatial_ch_projs(transformer(mean(hint) + task_embedding[kind]))
 *
 * N batch · C channels · H×W latent size
 */

/** @param picture  [N, 3, 8·H, 8·W], 0 … 1; @param kind  a row of `task_embedding`. @returns [N, C, H, W] */
export function unionHint(w: Weights, picture: Value, kind: number): Value {
  const hint = hintBlock(w, picture)
  const [n, c] = hint.dims as [number, number]
  const token = hint
    .mean()
    .reshape([n, c])
    .add(w.value('task_embedding').slice(0, kind, kind + 1))
  const fused = w
    .at('transformer_layes')
    .list()
    .reduce((x, layer) => block(layer, x), token)
  return hint.add(fused.linear(w.at('spatial_ch_projs')).reshape([n, c, 1, 1]))
}

/** @param sinusoids  of 1 for the kind of the image and of 0 for every other kind, [1, 256·kinds]. @returns [1, E] */
export function kindOf(w: Weights, sinusoids: Value): Value {
  const layers = w.at('control_add_embedding')
  return sinusoids.linear(layers.at('linear_1')).silu().linear(layers.at('linear_2'))
}

/** A transformer block for a single token, where attention gives the token's value. @returns [N, C] */
function block(w: Weights, x: Value): Value {
  const width = x.dims[1]!
  const value = x
    .layerNorm(w.at('ln_1'))
    .linear(w.at('attn.in_proj'))
    .slice(1, 2 * width, 3 * width)
  const y = x.add(value.linear(w.at('attn.out_proj')))
  return y.add(y.layerNorm(w.at('ln_2')).linear(w.at('mlp.c_fc')).quickGelu().linear(w.at('mlp.c_proj')))
}
