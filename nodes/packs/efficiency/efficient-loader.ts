import { zeros } from '../../../engine/tensor/tensor.ts'
import { choice, file, float, int, optional, socket, text } from '../../../graph/node.ts'
import { defineNode } from '../../define.ts'
import { applyLora, encodePrompt, loadCheckpoint, loadVae, promptFiles } from '../../pipeline.ts'
import { clip, conditioning, latent, model, vae } from '../../sockets.ts'

const strength = (help: string) => float({ default: 1, min: -10, max: 10, step: 0.01, help })
const side = (help: string) => int({ default: 512, min: 64, max: 16_384, step: 64, help })
const prompt = (value: string, help: string) => text({ default: value, multiline: true, help })

export default defineNode({
  type: 'Efficient Loader',
  title: 'Efficient Loader',
  about: 'Loads a checkpoint with a LoRA, encodes two prompts and makes an empty latent (Efficiency Nodes).',
  inputs: {
    ckpt_name: file('checkpoints', { help: 'A file of models/checkpoints.' }),
    vae_name: optional(
      file('vae', { none: 'Baked VAE', help: 'A file of models/vae. Baked VAE: that of the checkpoint.' }),
    ),
    clip_skip: int({
      default: -1,
      min: -24,
      max: -1,
      help: '-1 is the last layer of the text encoder, -2 "clip skip 2".',
    }),
    lora_name: optional(file('loras', { none: 'None', help: 'A file of models/loras. None: no LoRA.' })),
    lora_model_strength: strength('The strength of the LoRA in the UNet.'),
    lora_clip_strength: strength('The strength of the LoRA in the text encoder.'),
    positive: prompt('CLIP_POSITIVE', 'What to draw.'),
    negative: prompt('CLIP_NEGATIVE', 'What to avoid.'),
    token_normalization: choice(['none', 'mean', 'length', 'length+mean'], {
      help: 'How weights are balanced; only none is possible here.',
    }),
    weight_interpretation: choice(['comfy', 'A1111', 'compel', 'comfy++', 'down_weight'], {
      help: 'What a weight means; only comfy is possible here.',
    }),
    empty_latent_width: side('In pixels.'),
    empty_latent_height: side('In pixels.'),
    batch_size: int({ default: 1, min: 1, max: 262_144, help: 'Pictures made in one run, each from different noise.' }),
    lora_stack: optional(socket<unknown>('LORA_STACK', 'LoRAs of another node; not possible here.')),
    cnet_stack: optional(socket<unknown>('CONTROL_NET_STACK', 'ControlNets of another node; not possible here.')),
  },
  outputs: {
    MODEL: model,
    'CONDITIONING+': conditioning,
    'CONDITIONING-': conditioning,
    LATENT: latent,
    VAE: vae,
    CLIP: clip,
    DEPENDENCIES: socket<unknown>('DEPENDENCIES', 'What XY plots read; not possible here.'),
  },

  fingerprint: async ({ positive = '', negative = '' }, find) =>
    (await promptFiles(`${positive} ${negative}`, find)).map(file => file.fingerprint).join(),

  async run(inputs, context) {
    if (inputs.lora_stack !== undefined || inputs.cnet_stack !== undefined)
      throw new Error('Stacks of LoRAs and ControlNets are not possible here: disconnect lora_stack and cnet_stack.')
    if (inputs.token_normalization !== 'none' || inputs.weight_interpretation !== 'comfy')
      throw new Error(
        'Set token_normalization to none and weight_interpretation to comfy; others are not possible here.',
      )
    const parts = await loadCheckpoint(inputs.ckpt_name)
    const strength = { model: inputs.lora_model_strength, clip: inputs.lora_clip_strength }
    const changed = inputs.lora_name && (await applyLora(parts, inputs.lora_name, strength))
    if (changed) changed.notices.forEach(context.notice)
    const { model = parts.model, clip = parts.clip } = changed || {}
    const skipped = { ...clip, layer: inputs.clip_skip }
    const [width, height] = [inputs.empty_latent_width, inputs.empty_latent_height]
    return {
      MODEL: model,
      'CONDITIONING+': await encodePrompt(skipped, inputs.positive, context),
      'CONDITIONING-': await encodePrompt(skipped, inputs.negative, context),
      LATENT: { samples: zeros([inputs.batch_size, 4, Math.floor(height / 8), Math.floor(width / 8)]) },
      VAE: inputs.vae_name ? await loadVae(inputs.vae_name) : parts.vae,
      CLIP: skipped,
      DEPENDENCIES: undefined,
    }
  },
})
