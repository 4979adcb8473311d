import type { Json } from '../../../graph/json.ts'
import type { Prompt } from '../../../graph/prompt.ts'

/** A prompt of these nodes, by id. */
export const prompt = (nodes: Record<string, [type: string, inputs: Record<string, Json>, title?: string]>): Prompt =>
  Object.fromEntries(
    Object.entries(nodes).map(([id, [class_type, inputs, title]]) => [
      id,
      { class_type, inputs, ...(title !== undefined && { _meta: { title } }) },
    ]),
  )

/** ComfyUI's first workflow, with some inputs of its sampler (node 3) changed. */
export const textToImage = (changes: Record<string, Json> = {}) =>
  prompt({
    '4': ['CheckpointLoaderSimple', { ckpt_name: 'sd15.safetensors' }],
    '5': ['EmptyLatentImage', { width: 512, height: 512, batch_size: 1 }],
    '6': ['CLIPTextEncode', { text: 'cat', clip: ['4', 1] }],
    '7': ['CLIPTextEncode', { text: '', clip: ['4', 1] }],
    '3': [
      'KSampler',
      {
        model: ['4', 0],
        seed: 42,
        steps: 4,
        cfg: 1,
        sampler_name: 'euler',
        scheduler: 'simple',
        positive: ['6', 0],
        negative: ['7', 0],
        latent_image: ['5', 0],
        denoise: 1,
        ...changes,
      },
    ],
    '8': ['VAEDecode', { samples: ['3', 0], vae: ['4', 2] }],
    '9': ['SaveImage', { images: ['8', 0], filename_prefix: 'x' }],
  })
