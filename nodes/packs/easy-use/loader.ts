import type { FileRef } from '../../../engine/checkpoint/files/file-ref.ts'
import type { Weighting } from '../../../engine/pipeline/text/weighting.ts'
import { choice, file, int, optional, socket, text } from '../../../graph/node.ts'
import type { RunContext } from '../../define.ts'
import emptyLatentImage from '../../latent/empty-latent-image.ts'
import { encodePrompt, loadCheckpoint, loadVae } from '../../pipeline.ts'
import { applyStack, clipStrength, loraName, loraStack, modelStrength, type StackedLora } from '../lora-stack.ts'
import type { EasyPipe } from './pipe.ts'

const sizes = [
  [128, 128],
  [256, 256],
  [512, 512],
  [512, 768],
  [576, 1024],
  [768, 512],
  [768, 768],
  [768, 1024],
  [768, 1280],
  [768, 1344],
  [768, 1536],
  [816, 1920],
  [832, 1152],
  [832, 1216],
  [896, 1152],
  [896, 1088],
  [1024, 1024],
  [1024, 576],
  [1024, 768],
  [1080, 1920],
  [1440, 2560],
  [1088, 896],
  [1216, 832],
  [1152, 832],
  [1152, 896],
  [1280, 768],
  [1344, 768],
  [1536, 640],
  [1536, 768],
  [1920, 816],
  [1920, 1080],
  [2560, 1440],
] as const
const custom = 'width x height (custom)'
const side = int({ default: 512, min: 64, max: 16_384, step: 8, help: 'In pixels; for the resolution (custom).' })

/** The widgets of Easy Use's loaders, up to the prompts. */
export const loading = {
  ckpt_name: file('checkpoints', { help: 'A file of models/checkpoints.' }),
  vae_name: optional(
    file('vae', { none: 'Baked VAE', help: 'A file of models/vae. Baked VAE: that of the checkpoint.' }),
  ),
  clip_skip: int({
    default: -2,
    min: -24,
    max: 0,
    help: '-1 is the last layer of the text encoder, -2 "clip skip 2".',
  }),
  lora_name: loraName,
  lora_model_strength: modelStrength,
  lora_clip_strength: clipStrength,
  resolution: choice([custom, ...sizes.map(([width, height]) => `${width} x ${height}`)], {
    default: '512 x 512',
    help: 'The size of the picture in pixels.',
  }),
  empty_latent_width: side,
  empty_latent_height: side,
}
export const prompt = (help: string) => text({ multiline: true, help })
export const batchSize = int({
  default: 1,
  min: 1,
  max: 4096,
  help: 'Pictures made in one run, each from different noise.',
})
export const stacks = {
  optional_lora_stack: optional(loraStack),
  optional_controlnet_stack: optional(
    socket<unknown>('CONTROL_NET_STACK', 'ControlNets of another node; not possible here.'),
  ),
}

interface Loading {
  readonly ckpt_name: FileRef
  readonly vae_name: FileRef | undefined
  readonly clip_skip: number
  readonly lora_name: FileRef | undefined
  readonly lora_model_strength: number
  readonly lora_clip_strength: number
  readonly resolution: string
  readonly empty_latent_width: number
  readonly empty_latent_height: number
  readonly positive: string
  readonly negative: string
  readonly batch_size: number
  readonly optional_lora_stack: readonly StackedLora[] | undefined
  readonly optional_controlnet_stack: unknown
}

/** Everything that a picture is made of, as a loader of Easy Use puts it on a wire. */
export async function loadPipe(inputs: Loading, weighting: Weighting, context: RunContext): Promise<EasyPipe> {
  if (inputs.optional_controlnet_stack !== undefined)
    throw new Error('Stacks of ControlNets are not possible here: disconnect optional_controlnet_stack.')
  const parts = await loadCheckpoint(inputs.ckpt_name)
  const { lora_name: file, optional_lora_stack: more = [] } = inputs
  const strength = { model: inputs.lora_model_strength, clip: inputs.lora_clip_strength }
  const { model, clip } = await applyStack(parts, [...more, ...(file ? [{ file, ...strength }] : [])], context.notice)
  const skipped = inputs.clip_skip === 0 ? clip : { ...clip, layer: inputs.clip_skip }
  const encode = (text: string) => encodePrompt(skipped, text, { ...context, weighting })
  const named = inputs.resolution === custom ? [] : inputs.resolution.split(' x ').map(Number)
  const [width = inputs.empty_latent_width, height = inputs.empty_latent_height] = named
  const { LATENT } = await emptyLatentImage.run({ width, height, batch_size: inputs.batch_size }, context)
  return {
    model,
    clip: skipped,
    vae: inputs.vae_name ? await loadVae(inputs.vae_name) : parts.vae,
    positive: await encode(inputs.positive),
    negative: await encode(inputs.negative),
    samples: LATENT,
    batch: inputs.batch_size,
  }
}
