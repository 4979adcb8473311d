import { zeros } from '../../../engine/tensor/tensor.ts'
import { file, int, optional, socket, text } from '../../../graph/node.ts'
import { defineNode } from '../../define.ts'
import { encodePrompt, loadCheckpoint, loadVae, promptFiles } from '../../pipeline.ts'
import { clip, conditioning, latent, model, vae } from '../../sockets.ts'
import { tokenNormalization, weightInterpretation, weightingOf } from '../adv-clip-emb/weighting.ts'
import { applyControlNets, controlNetStack } from '../control-net-stack.ts'
import { applyStack, clipStrength, loraName, loraStack, modelStrength } from '../lora-stack.ts'

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
    lora_name: loraName,
    lora_model_strength: modelStrength,
    lora_clip_strength: clipStrength,
    positive: prompt('CLIP_POSITIVE', 'What to draw.'),
    negative: prompt('CLIP_NEGATIVE', 'What to avoid.'),
    token_normalization: tokenNormalization,
    weight_interpretation: weightInterpretation,
    empty_latent_width: side('In pixels.'),
    empty_latent_height: side('In pixels.'),
    batch_size: int({ default: 1, min: 1, max: 262_144, help: 'Pictures made in one run, each from different noise.' }),
    lora_stack: optional(loraStack),
    cnet_stack: optional(controlNetStack),
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

  async run({ lora_stack = [], cnet_stack = [], lora_name, vae_name, clip_skip, ...inputs }, context) {
    const parts = await loadCheckpoint(inputs.ckpt_name)
    const strength = { model: inputs.lora_model_strength, clip: inputs.lora_clip_strength }
    const stack = [...(lora_name ? [{ file: lora_name, ...strength }] : []), ...lora_stack]
    const { model, clip } = await applyStack(parts, stack, context.notice)
    const skipped = { ...clip, layer: clip_skip }
    const encode = async (text: string) => {
      const weighting = weightingOf(text, inputs.token_normalization, inputs.weight_interpretation)
      return applyControlNets(await encodePrompt(skipped, text, { ...context, weighting }), cnet_stack)
    }
    const [width, height] = [inputs.empty_latent_width, inputs.empty_latent_height]
    return {
      MODEL: model,
      'CONDITIONING+': await encode(inputs.positive),
      'CONDITIONING-': await encode(inputs.negative),
      LATENT: { samples: zeros([inputs.batch_size, 4, Math.floor(height / 8), Math.floor(width / 8)]) },
      VAE: vae_name ? await loadVae(vae_name) : parts.vae,
      CLIP: skipped,
      DEPENDENCIES: undefined,
    }
  },
})
