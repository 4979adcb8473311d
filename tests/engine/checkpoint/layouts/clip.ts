import { below, biased, type Layers } from './layout.ts'

interface Size {
  readonly width: number
  readonly layers: number
}
export const clipL: Size = { width: 768, layers: 12 }
export const clipH: Size = { width: 1024, layers: 24 }
export const clipG: Size = { width: 1280, layers: 32 }

type Generated = Generator<readonly [string, readonly number[]]>

/** A text encoder as Hugging Face's transformers write it. */
export function* textLayers({ width, layers }: Size): Layers & Generated {
  yield ['text_model.embeddings.position_ids', [1, 77]]
  yield ['text_model.embeddings.token_embedding.weight', [49408, width]]
  yield ['text_model.embeddings.position_embedding.weight', [77, width]]
  for (let i = 0; i < layers; i++) yield* below(`text_model.encoder.layers.${i}`, layer(width))
  yield* biased('text_model.final_layer_norm', width)
}

/** As OpenCLIP writes it. */
export function* openClipTextLayers({ width, layers }: Size): Layers & Generated {
  yield ['positional_embedding', [77, width]]
  yield ['token_embedding.weight', [49408, width]]
  yield ['text_projection', [width, width]]
  yield ['logit_scale', []]
  for (let i = 0; i < layers; i++) yield* below(`transformer.resblocks.${i}`, openClipLayer(width))
  yield* biased('ln_final', width)
}

/** The picture encoder of Hugging Face's CLIPVisionModelWithProjection. */
export function* visionLayers({ width, layers }: Size, patch: number): Layers & Generated {
  const patches = (224 / patch) ** 2
  yield ['vision_model.embeddings.class_embedding', [width]]
  yield ['vision_model.embeddings.patch_embedding.weight', [width, 3, patch, patch]]
  yield ['vision_model.embeddings.position_embedding.weight', [patches + 1, width]]
  yield* biased('vision_model.pre_layrnorm', width)
  for (let i = 0; i < layers; i++) yield* below(`vision_model.encoder.layers.${i}`, layer(width))
  yield* biased('vision_model.post_layernorm', width)
  yield ['visual_projection.weight', [1024, width]]
}

/** OpenCLIP's. */
export function* openClipVisionLayers({ width, layers }: Size, patch: number): Layers & Generated {
  yield ['visual.class_embedding', [width]]
  yield ['visual.positional_embedding', [(224 / patch) ** 2 + 1, width]]
  yield ['visual.conv1.weight', [width, 3, patch, patch]]
  yield ['visual.proj', [width, 1024]]
  yield* biased('visual.ln_pre', width)
  for (let i = 0; i < layers; i++) yield* below(`visual.transformer.resblocks.${i}`, openClipLayer(width))
  yield* biased('visual.ln_post', width)
}

function* layer(width: number): Generated {
  for (const name of ['k_proj', 'v_proj', 'q_proj', 'out_proj']) yield* biased(`self_attn.${name}`, width, width)
  for (const name of ['layer_norm1', 'layer_norm2']) yield* biased(name, width)
  yield* biased('mlp.fc1', width * 4, width)
  yield* biased('mlp.fc2', width, width * 4)
}

function* openClipLayer(width: number): Generated {
  for (const name of ['ln_1', 'ln_2']) yield* biased(name, width)
  yield ['attn.in_proj_weight', [3 * width, width]]
  yield ['attn.in_proj_bias', [3 * width]]
  yield* biased('attn.out_proj', width, width)
  yield* biased('mlp.c_fc', width * 4, width)
  yield* biased('mlp.c_proj', width, width * 4)
}
