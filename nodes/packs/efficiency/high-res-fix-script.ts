import { latentResizeMethods } from '../../../engine/tensor/resize/resize.ts'
import { choice, file, float, int, optional, seed, text, toggle } from '../../../graph/node.ts'
import { defineNode } from '../../define.ts'
import { controlNetName, controlStrength } from '../../widgets.ts'
import { script } from './script.ts'

const networks = ['city96.v1', 'city96.xl', 'ttl_nn.SDXL', 'ttl_nn.SD 1.x'] as const
const ofControlNets = 'For use_controlnet, which is not possible here.'

export default defineNode({
  type: 'HighRes-Fix Script',
  title: 'HighRes-Fix Script',
  about: 'Lets a KSampler (Efficient) enlarge what it made and sample it again (Efficiency Nodes).',
  inputs: {
    upscale_type: choice(['latent', 'pixel', 'both'], {
      help: 'latent samples again; pixel enlarges the picture with a model. both is not possible here.',
    }),
    hires_ckpt_name: optional(
      file('checkpoints', { none: '(use same)', help: 'The checkpoint that samples again, or that of the sampler.' }),
    ),
    latent_upscaler: choice([...latentResizeMethods, ...networks], {
      help: 'How the latent is enlarged; its last four, which are networks, are not possible here.',
    }),
    pixel_upscaler: file('upscale_models', { help: 'The upscale model, for pixel.' }),
    upscale_by: float({ default: 1.25, min: 0.01, max: 8, step: 0.05, help: '2 is twice as wide and high.' }),
    use_same_seed: toggle({ default: true, help: 'Sample again with the seed of the sampler.' }),
    seed: seed({ help: 'The seed, where the same one is not used.' }),
    hires_steps: int({ default: 12, min: 1, max: 10_000, help: 'The steps of the second sampling.' }),
    denoise: float({ default: 0.56, min: 0, max: 1, step: 0.01, help: 'Lower values keep more of what was made.' }),
    iterations: int({ default: 1, min: 0, max: 5, help: 'How often the latent is enlarged and sampled again.' }),
    use_controlnet: toggle({ default: false, help: 'Not possible here.' }),
    control_net_name: { ...controlNetName, help: ofControlNets },
    strength: { ...controlStrength, help: ofControlNets },
    preprocessor: text({ verbatim: true, help: ofControlNets }),
    preprocessor_imgs: toggle({ default: false, help: ofControlNets }),
    script: optional(script),
  },
  outputs: { SCRIPT: script },

  run({ upscale_type, latent_upscaler, pixel_upscaler, hires_ckpt_name, upscale_by, ...inputs }) {
    if (inputs.use_controlnet) throw new Error('A ControlNet is not possible in this script: turn use_controlnet off.')
    if (upscale_type === 'both') throw new Error('both is not possible here: set upscale_type to latent or pixel.')
    if (upscale_type === 'pixel')
      return { SCRIPT: { factor: upscale_by, pass: { kind: 'pixel', file: pixel_upscaler } } }
    const method = latentResizeMethods.find(name => name === latent_upscaler)
    if (!method)
      throw new Error(
        `${latent_upscaler} is a network that is not here: set latent_upscaler to ${latentResizeMethods.join(', ')}.`,
      )
    const pass = {
      kind: 'latent',
      method,
      ...(hires_ckpt_name && { checkpoint: hires_ckpt_name }),
      ...(!inputs.use_same_seed && { seed: inputs.seed }),
      steps: inputs.hires_steps,
      denoise: inputs.denoise,
      iterations: inputs.iterations,
    } as const
    return { SCRIPT: { factor: upscale_by, pass } }
  },
})
