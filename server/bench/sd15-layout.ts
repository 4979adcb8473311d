import type { TensorSpec } from '../../engine/checkpoint/safetensors-writer.ts'

/**
 * Every tensor of a Stable Diffusion 1.5 checkpoint by name and shape — Rombach et al. 2022, arXiv:2112.10752, in the
 * layout of the CompVis code: 686 tensors of the UNet, 197 of CLIP ViT-L/14's text encoder, 248 of the autoencoder.
 */
export function sd15Tensors(): TensorSpec[] {
  return [
    ...below('model.diffusion_model', unet()),
    ...below('cond_stage_model.transformer.text_model', textEncoder()),
    ...below('first_stage_model', autoencoder()),
  ].map(([name, shape]) => ({ name, dtype: name.endsWith('position_ids') ? 'I64' : 'F16', shape }))
}

type Layer = readonly [name: string, shape: readonly number[]]

const below = (prefix: string, layers: Iterable<Layer>): Layer[] =>
  [...layers].map(([name, shape]) => [`${prefix}.${name}`, shape])

/** A weight with one bias for each of its outputs. */
const biased = (name: string, ...shape: readonly [number, ...number[]]): Layer[] => [
  [`${name}.weight`, shape],
  [`${name}.bias`, [shape[0]]],
]

const [EMBEDDING, CONTEXT] = [1280, 768]
const UNET_WIDTHS = [320, 640, 1280, 1280] as const

function* unet(): Generator<Layer> {
  yield* biased('time_embed.0', EMBEDDING, UNET_WIDTHS[0])
  yield* biased('time_embed.2', EMBEDDING, EMBEDDING)
  const skips = yield* inputBlocks()
  yield* below('middle_block.0', resBlock(1280, 1280))
  yield* below('middle_block.1', transformer(1280))
  yield* below('middle_block.2', resBlock(1280, 1280))
  yield* outputBlocks(skips)
  yield* biased('out.0', UNET_WIDTHS[0])
  yield* biased('out.2', 4, UNET_WIDTHS[0], 3, 3)
}

/** @returns how many channels each block hands to its twin on the way out */
function* inputBlocks(): Generator<Layer, number[]> {
  const skips: number[] = [UNET_WIDTHS[0]]
  yield* biased('input_blocks.0.0', UNET_WIDTHS[0], 4, 3, 3)
  for (const [level, width] of UNET_WIDTHS.entries()) {
    for (let i = 0; i < 2; i++) {
      const block = `input_blocks.${skips.length}`
      yield* below(`${block}.0`, resBlock(skips.at(-1)!, width))
      if (level < 3) yield* below(`${block}.1`, transformer(width))
      skips.push(width)
    }
    if (level === 3) continue
    yield* biased(`input_blocks.${skips.length}.0.op`, width, width, 3, 3)
    skips.push(width)
  }
  return skips
}

function* outputBlocks(skips: number[]): Generator<Layer> {
  let [block, wide] = [0, 1280]
  for (const [level, width] of [...UNET_WIDTHS.entries()].reverse()) {
    for (let i = 0; i < 3; i++, block++, wide = width) {
      yield* below(`output_blocks.${block}.0`, resBlock(wide + skips.pop()!, width))
      if (level < 3) yield* below(`output_blocks.${block}.1`, transformer(width))
      if (i === 2 && level > 0) yield* biased(`output_blocks.${block}.${level < 3 ? 2 : 1}.conv`, width, width, 3, 3)
    }
  }
}

function* resBlock(from: number, to: number): Generator<Layer> {
  yield* biased('in_layers.0', from)
  yield* biased('in_layers.2', to, from, 3, 3)
  yield* biased('emb_layers.1', to, EMBEDDING)
  yield* biased('out_layers.0', to)
  yield* biased('out_layers.3', to, to, 3, 3)
  if (from !== to) yield* biased('skip_connection', to, from, 1, 1)
}

function* transformer(width: number): Generator<Layer> {
  const block = 'transformer_blocks.0'
  yield* biased('norm', width)
  yield* biased('proj_in', width, width, 1, 1)
  yield* below(`${block}.attn1`, attention(width, width))
  yield* biased(`${block}.ff.net.0.proj`, width * 8, width)
  yield* biased(`${block}.ff.net.2`, width, width * 4)
  yield* below(`${block}.attn2`, attention(width, CONTEXT))
  for (const i of [1, 2, 3]) yield* biased(`${block}.norm${i}`, width)
  yield* biased('proj_out', width, width, 1, 1)
}

function* attention(width: number, context: number): Generator<Layer> {
  yield ['to_q.weight', [width, width]]
  yield ['to_k.weight', [width, context]]
  yield ['to_v.weight', [width, context]]
  yield* biased('to_out.0', width, width)
}

function* textEncoder(): Generator<Layer> {
  yield ['embeddings.position_ids', [1, 77]]
  yield ['embeddings.token_embedding.weight', [49408, CONTEXT]]
  yield ['embeddings.position_embedding.weight', [77, CONTEXT]]
  for (let i = 0; i < 12; i++) yield* below(`encoder.layers.${i}`, textLayer())
  yield* biased('final_layer_norm', CONTEXT)
}

function* textLayer(): Generator<Layer> {
  for (const name of ['k_proj', 'v_proj', 'q_proj', 'out_proj']) yield* biased(`self_attn.${name}`, CONTEXT, CONTEXT)
  yield* biased('layer_norm1', CONTEXT)
  yield* biased('mlp.fc1', CONTEXT * 4, CONTEXT)
  yield* biased('mlp.fc2', CONTEXT, CONTEXT * 4)
  yield* biased('layer_norm2', CONTEXT)
}

const VAE_WIDTHS = [128, 256, 512, 512] as const

function* autoencoder(): Generator<Layer> {
  yield* below('encoder', encoder())
  yield* below('decoder', decoder())
  yield* biased('quant_conv', 8, 8, 1, 1)
  yield* biased('post_quant_conv', 4, 4, 1, 1)
}

function* encoder(): Generator<Layer> {
  yield* biased('conv_in', 128, 3, 3, 3)
  let wide = 128
  for (const [level, width] of VAE_WIDTHS.entries()) {
    for (let i = 0; i < 2; i++, wide = width) yield* below(`down.${level}.block.${i}`, vaeBlock(wide, width))
    if (level < 3) yield* biased(`down.${level}.downsample.conv`, width, width, 3, 3)
  }
  yield* vaeMiddle()
  yield* biased('norm_out', 512)
  yield* biased('conv_out', 8, 512, 3, 3)
}

function* decoder(): Generator<Layer> {
  yield* biased('conv_in', 512, 4, 3, 3)
  yield* vaeMiddle()
  let wide = 512
  for (const [level, width] of [...VAE_WIDTHS.entries()].reverse()) {
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
