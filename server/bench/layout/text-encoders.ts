import { below, biased, type Layer } from './layer.ts'

const [VOCABULARY, LENGTH] = [49408, 77]

/** Every tensor of OpenAI's CLIP ViT-L/14 text encoder, as Hugging Face names them — Radford et al. 2021, arXiv:2103.00020. */
export function* clipLLayers(): Generator<Layer> {
  const width = 768
  yield ['embeddings.position_ids', [1, LENGTH]]
  yield ['embeddings.token_embedding.weight', [VOCABULARY, width]]
  yield ['embeddings.position_embedding.weight', [LENGTH, width]]
  for (let i = 0; i < 12; i++) yield* below(`encoder.layers.${i}`, clipLLayer(width))
  yield* biased('final_layer_norm', width)
}

function* clipLLayer(width: number): Generator<Layer> {
  for (const name of ['k_proj', 'v_proj', 'q_proj', 'out_proj']) yield* biased(`self_attn.${name}`, width, width)
  yield* biased('layer_norm1', width)
  yield* biased('mlp.fc1', width * 4, width)
  yield* biased('mlp.fc2', width, width * 4)
  yield* biased('layer_norm2', width)
}

/** Every tensor of OpenCLIP's ViT-bigG/14 text encoder, as OpenCLIP names them. */
export function* clipGLayers(): Generator<Layer> {
  const width = 1280
  yield ['positional_embedding', [LENGTH, width]]
  yield ['text_projection', [width, width]]
  yield ['logit_scale', []]
  yield ['token_embedding.weight', [VOCABULARY, width]]
  for (let i = 0; i < 32; i++) yield* below(`transformer.resblocks.${i}`, clipGLayer(width))
  yield* biased('ln_final', width)
}

function* clipGLayer(width: number): Generator<Layer> {
  yield* biased('ln_1', width)
  yield ['attn.in_proj_weight', [width * 3, width]]
  yield ['attn.in_proj_bias', [width * 3]]
  yield* biased('attn.out_proj', width, width)
  yield* biased('ln_2', width)
  yield* biased('mlp.c_fc', width * 4, width)
  yield* biased('mlp.c_proj', width, width * 4)
}
