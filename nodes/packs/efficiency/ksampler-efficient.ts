import { zeros } from '../../../engine/tensor/tensor.ts'
import { choice, float, optional } from '../../../graph/node.ts'
import { defineNode } from '../../define.ts'
import { decodeLatent } from '../../pipeline.ts'
import { preview } from '../../preview.ts'
import ksampler from '../../sampling/ksampler.ts'
import { conditioning, image, latent, model, vae } from '../../sockets.ts'
import { cfg } from '../../widgets.ts'
import { runScript, script } from './script.ts'

const { seed, steps, sampler_name, scheduler, positive, negative, latent_image, denoise } = ksampler.inputs

export default defineNode({
  type: 'KSampler (Efficient)',
  title: 'KSampler (Efficient)',
  about: 'Samples a latent as KSampler does, and decodes and shows the pictures (Efficiency Nodes).',
  inputs: {
    model,
    seed,
    steps,
    cfg: float({ default: 7, min: 0, max: 100, ...(cfg.help && { help: cfg.help }) }),
    sampler_name,
    scheduler,
    positive,
    negative,
    latent_image,
    denoise,
    preview_method: choice(['auto', 'latent2rgb', 'taesd', 'vae_decoded_only', 'none'], {
      help: 'Ignored: previews are the same for every sampler.',
    }),
    vae_decode: choice(['true', 'true (tiled)', 'false', 'output only', 'output only (tiled)'], {
      help: 'Whether the latent is decoded; tiles are used automatically where memory is short.',
    }),
    optional_vae: optional(vae),
    script: optional(script),
  },
  outputs: {
    MODEL: model,
    'CONDITIONING+': conditioning,
    'CONDITIONING-': conditioning,
    LATENT: latent,
    VAE: optional(vae),
    IMAGE: image,
  },
  isOutput: true,

  async run({ optional_vae, script, vae_decode, preview_method: _, ...inputs }, context) {
    const { LATENT: latent_image } = await ksampler.run(inputs, context)
    const made = script
      ? await runScript(script, { ...inputs, latent_image }, optional_vae, context)
      : { latent: latent_image }
    const decodes = optional_vae && vae_decode !== 'false'
    const decoded = decodes ? await (made.picture ?? decodeLatent(optional_vae, made.latent, context)) : undefined
    if (decoded && vae_decode.startsWith('true')) await preview(decoded, context)
    const IMAGE = decoded ?? zeros([1, 1, 1, 3])
    const passed = { MODEL: inputs.model, 'CONDITIONING+': inputs.positive, 'CONDITIONING-': inputs.negative }
    return { ...passed, LATENT: made.latent, VAE: optional_vae, IMAGE }
  },
})
