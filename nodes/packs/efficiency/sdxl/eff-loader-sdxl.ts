import { zeros } from '../../../../engine/tensor/tensor.ts'
import { file, float, int, optional } from '../../../../graph/node.ts'
import { defineNode } from '../../../define.ts'
import { encodePrompt, loadCheckpoint, loadVae, promptFiles } from '../../../pipeline.ts'
import { latent, vae } from '../../../sockets.ts'
import { weightingOf } from '../../adv-clip-emb/weighting.ts'
import { applyControlNets } from '../../control-net-stack.ts'
import { applyStack } from '../../lora-stack.ts'
import efficientLoader from '../efficient-loader.ts'
import { sdxlTuple } from './sdxl-tuple.ts'

const { vae_name, positive, negative, token_normalization, weight_interpretation, lora_stack, cnet_stack } =
  efficientLoader.inputs
const clipSkip = int({ default: -2, min: -24, max: -1, help: '-2 is what SDXL was trained with.' })
const score = (value: number, help: string) => float({ default: value, min: 0, max: 1000, step: 0.01, help })
const side = int({ default: 1024, min: 64, max: 16_384, step: 64, help: 'In pixels.' })

export default defineNode({
  type: 'Eff. Loader SDXL',
  title: 'Eff. Loader SDXL',
  about: 'Loads SDXL’s base model and refiner, encodes two prompts and makes an empty latent (Efficiency Nodes).',
  inputs: {
    base_ckpt_name: file('checkpoints', { help: 'The base model, a file of models/checkpoints.' }),
    base_clip_skip: clipSkip,
    refiner_ckpt_name: optional(file('checkpoints', { none: 'None', help: 'The refiner. None: only the base model.' })),
    refiner_clip_skip: clipSkip,
    positive_ascore: score(6, 'The aesthetic score of the prompt, for the refiner.'),
    negative_ascore: score(2, 'The aesthetic score of the negative prompt, for the refiner.'),
    vae_name,
    positive,
    negative,
    token_normalization,
    weight_interpretation,
    empty_latent_width: side,
    empty_latent_height: side,
    batch_size: int({ default: 1, min: 1, max: 64, help: 'Pictures made in one run, each from different noise.' }),
    lora_stack,
    cnet_stack,
  },
  outputs: { SDXL_TUPLE: sdxlTuple, LATENT: latent, VAE: vae, DEPENDENCIES: efficientLoader.outputs.DEPENDENCIES },

  fingerprint: async ({ positive = '', negative = '' }, find) =>
    (await promptFiles(`${positive} ${negative}`, find)).map(file => file.fingerprint).join(),

  async run({ lora_stack = [], cnet_stack = [], refiner_ckpt_name, vae_name, ...inputs }, context) {
    const encode = async (clip: typeof base.clip, text: string) => {
      const weighting = weightingOf(text, inputs.token_normalization, inputs.weight_interpretation)
      return encodePrompt(clip, text, { ...context, weighting })
    }
    const parts = await loadCheckpoint(inputs.base_ckpt_name)
    const { model, clip } = await applyStack(parts, lora_stack, context.notice)
    const base = { model, clip: { ...clip, layer: inputs.base_clip_skip } }
    const [width, height] = [inputs.empty_latent_width, inputs.empty_latent_height]
    const other = refiner_ckpt_name && (await loadCheckpoint(refiner_ckpt_name))
    const refined = other && { model: other.model, clip: { ...other.clip, layer: inputs.refiner_clip_skip } }
    const scored = async (text: string, aestheticScore: number) => {
      const whole = { width, height, cropX: 0, cropY: 0, targetWidth: width, targetHeight: height }
      const prompts = await encode(refined!.clip, text)
      return prompts.map(prompt => ({ ...prompt, sizes: { ...whole, aestheticScore } }))
    }
    return {
      SDXL_TUPLE: {
        base: {
          ...base,
          positive: await applyControlNets(await encode(base.clip, inputs.positive), cnet_stack),
          negative: await applyControlNets(await encode(base.clip, inputs.negative), cnet_stack),
        },
        ...(refined && {
          refiner: {
            ...refined,
            positive: await scored(inputs.positive, inputs.positive_ascore),
            negative: await scored(inputs.negative, inputs.negative_ascore),
          },
        }),
      },
      LATENT: { samples: zeros([inputs.batch_size, 4, Math.floor(height / 8), Math.floor(width / 8)]) },
      VAE: vae_name ? await loadVae(vae_name) : parts.vae,
      DEPENDENCIES: undefined,
    }
  },
})
