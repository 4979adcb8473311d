import { below, biased, type Layer } from '../../../../server/bench/layout/layer.ts'
import {
  type EncoderShape,
  huggingFaceLayer,
  huggingFaceText,
  openClipLayer,
} from '../../../../server/bench/layout/text-encoders.ts'

export const clipH: EncoderShape = { width: 1024, layers: 24 }

/** A text encoder in a file of its own, as Hugging Face writes it. */
export const textFile = (shape: EncoderShape): Layer[] => below('text_model', huggingFaceText(shape))

/** The picture encoder of Hugging Face's CLIPVisionModelWithProjection. */
export function* visionLayers({ width, layers }: EncoderShape, patch: number): Generator<Layer> {
  const patches = (224 / patch) ** 2
  yield ['vision_model.embeddings.class_embedding', [width]]
  yield ['vision_model.embeddings.patch_embedding.weight', [width, 3, patch, patch]]
  yield ['vision_model.embeddings.position_embedding.weight', [patches + 1, width]]
  yield* biased('vision_model.pre_layrnorm', width)
  for (let i = 0; i < layers; i++) yield* below(`vision_model.encoder.layers.${i}`, huggingFaceLayer(width))
  yield* biased('vision_model.post_layernorm', width)
  yield ['visual_projection.weight', [1024, width]]
}

/** OpenCLIP's. */
export function* openClipVisionLayers({ width, layers }: EncoderShape, patch: number): Generator<Layer> {
  yield ['visual.class_embedding', [width]]
  yield ['visual.positional_embedding', [(224 / patch) ** 2 + 1, width]]
  yield ['visual.conv1.weight', [width, 3, patch, patch]]
  yield ['visual.proj', [width, 1024]]
  yield* biased('visual.ln_pre', width)
  for (let i = 0; i < layers; i++) yield* below(`visual.transformer.resblocks.${i}`, openClipLayer(width))
  yield* biased('visual.ln_post', width)
}
