import { below, biased, type Layer } from './layer.ts'

const [VOCABULARY, LENGTH] = [49408, 77]

/** What makes one CLIP text encoder different from another. */
export interface EncoderShape {
  readonly width: number
  readonly layers: number
}
/** OpenAI's CLIP ViT-L/14 — Radford et al. 2021, arXiv:2103.00020. */
export const clipL: EncoderShape = { width: 768, layers: 12 }
/** OpenCLIP's ViT-bigG/14. */
export const clipG: EncoderShape = { width: 1280, layers: 32 }

/** Every tensor of a text encoder, as Hugging Face names them. */
export function* huggingFaceText({ width, layers }: EncoderShape): Generator<Layer> {
  yield ['embeddings.position_ids', [1, LENGTH]]
  yield ['embeddings.token_embedding.weight', [VOCABULARY, width]]
  yield ['embeddings.position_embedding.weight', [LENGTH, width]]
  for (let i = 0; i < layers; i++) yield* below(`encoder.layers.${i}`, huggingFaceLayer(width))
  yield* biased('final_layer_norm', width)
}

/** One layer; a picture encoder has the same. */
export function* huggingFaceLayer(width: number): Generator<Layer> {
  for (const name of ['k_proj', 'v_proj', 'q_proj', 'out_proj']) yield* biased(`self_attn.${name}`, width, width)
  yield* biased('layer_norm1', width)
  yield* biased('mlp.fc1', width * 4, width)
  yield* biased('mlp.fc2', width, width * 4)
  yield* biased('layer_norm2', width)
}

/** Every tensor of a text encoder, as OpenCLIP names them. */
export function* openClipText({ width, layers }: EncoderShape): Generator<Layer> {
  yield ['positional_embedding', [LENGTH, width]]
  yield ['text_projection', [width, width]]
  yield ['logit_scale', []]
  yield ['token_embedding.weight', [VOCABULARY, width]]
  for (let i = 0; i < layers; i++) yield* below(`transformer.resblocks.${i}`, openClipLayer(width))
  yield* biased('ln_final', width)
}

/** One layer; a picture encoder has the same. */
export function* openClipLayer(width: number): Generator<Layer> {
  yield* biased('ln_1', width)
  yield ['attn.in_proj_weight', [width * 3, width]]
  yield ['attn.in_proj_bias', [width * 3]]
  yield* biased('attn.out_proj', width, width)
  yield* biased('ln_2', width)
  yield* biased('mlp.c_fc', width * 4, width)
  yield* biased('mlp.c_proj', width, width * 4)
}
