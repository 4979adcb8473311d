import { zeros } from '../../../../engine/tensor/tensor.ts'
import { choice, int, optional } from '../../../../graph/node.ts'
import { defineNode } from '../../../define.ts'
import { decodeLatent } from '../../../pipeline.ts'
import { preview } from '../../../preview.ts'
import ksamplerAdvanced from '../../../sampling/ksampler-advanced.ts'
import { image, latent, vae } from '../../../sockets.ts'
import ksamplerEfficient from '../ksampler-efficient.ts'
import { runScript } from '../script.ts'
import { sdxlTuple } from './sdxl-tuple.ts'

const { steps, cfg, sampler_name, scheduler, latent_image, vae_decode, optional_vae, script, preview_method } =
  ksamplerEfficient.inputs

export default defineNode({
  type: 'KSampler SDXL (Eff.)',
  title: 'KSampler SDXL (Eff.)',
  about: 'Samples with SDXL’s base model and then its refiner, decodes and shows the pictures (Efficiency Nodes).',
  inputs: {
    sdxl_tuple: sdxlTuple,
    noise_seed: ksamplerAdvanced.inputs.noise_seed,
    steps,
    cfg,
    sampler_name,
    scheduler,
    latent_image,
    start_at_step: ksamplerAdvanced.inputs.start_at_step,
    refine_at_step: int({
      default: -1,
      min: -1,
      max: 10_000,
      help: 'The step at which the refiner continues. -1: never.',
    }),
    preview_method: choice(['auto', 'latent2rgb', 'taesd', 'none'], { help: preview_method.help! }),
    vae_decode,
    optional_vae,
    script,
  },
  outputs: { SDXL_TUPLE: sdxlTuple, LATENT: latent, VAE: optional(vae), IMAGE: image },
  isOutput: true,

  async run({ sdxl_tuple, latent_image, start_at_step, refine_at_step, script, ...inputs }, context) {
    const { base, refiner } = sdxl_tuple
    const { noise_seed, steps, cfg, sampler_name, scheduler, optional_vae, vae_decode } = inputs
    const how = { noise_seed, steps, cfg, sampler_name, scheduler }
    const end_at_step = refine_at_step === -1 ? steps : refine_at_step
    const first = { start_at_step, end_at_step, add_noise: 'enable', return_with_leftover_noise: 'enable' } as const
    let { LATENT } = await ksamplerAdvanced.run({ ...base, ...how, ...first, latent_image }, context)
    if (refiner && end_at_step < steps) {
      const rest = { start_at_step: end_at_step, end_at_step: steps, add_noise: 'disable' } as const
      const second = { ...rest, return_with_leftover_noise: 'disable', latent_image: LATENT } as const
      LATENT = (await ksamplerAdvanced.run({ ...refiner, ...how, ...second }, context)).LATENT
    }
    const sampling = {
      ...base,
      seed: noise_seed,
      steps,
      cfg,
      sampler_name,
      scheduler,
      denoise: 1,
      latent_image: LATENT,
    }
    const made = script ? await runScript(script, sampling, optional_vae, context) : { latent: LATENT }
    const decodes = optional_vae && vae_decode !== 'false'
    const decoded = decodes ? (made.picture ?? (await decodeLatent(optional_vae, made.latent, context))) : undefined
    if (decoded && vae_decode.startsWith('true')) await preview(decoded, context)
    const IMAGE = decoded ?? zeros([1, 1, 1, 3])
    return { SDXL_TUPLE: sdxl_tuple, LATENT: made.latent, VAE: optional_vae, IMAGE }
  },
})
