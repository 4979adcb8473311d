import { expect, test } from 'vitest'
import type { Guider } from '../../../../engine/pipeline/unet/guider.ts'
import { modelSampling } from '../../../../engine/sampling/model-sampling.ts'
import { scheduleSigmas } from '../../../../engine/sampling/schedules/schedule.ts'
import { zeros } from '../../../../engine/tensor/tensor.ts'
import rescaleCfg from '../../../../nodes/advanced/model/rescale-cfg.ts'
import basicGuider from '../../../../nodes/sampling/custom/guiders/basic-guider.ts'
import cfgGuider from '../../../../nodes/sampling/custom/guiders/cfg-guider.ts'
import dualCfgGuider from '../../../../nodes/sampling/custom/guiders/dual-cfg-guider.ts'
import randomNoise from '../../../../nodes/sampling/custom/noise/random-noise.ts'
import samplerCustomAdvanced from '../../../../nodes/sampling/custom/sampler-custom-advanced.ts'
import { expectClose, tiny } from '../../tiny.ts'

/** The pictures that ComfyUI 0.3.64 makes of one KSampler, here by guiders that come to the same. */
const { model, prompts, context } = await tiny()
const { positive, negative } = prompts
const { NOISE: noise } = await randomNoise.run({ noise_seed: 42n }, context)
const sigmas = scheduleSigmas(modelSampling(model.sampling), { scheduler: 'normal', steps: 6 })
const latent_image = { samples: zeros([1, 4, 16, 16]) }

const draw = async ({ GUIDER: guider }: { GUIDER: Guider }, name = 'euler') => {
  const request = { noise, guider, sampler: { name }, sigmas, latent_image }
  return (await samplerCustomAdvanced.run(request, context)).output.samples
}
const cfg = async (scale: number, of = model) => cfgGuider.run({ model: of, positive, negative, cfg: scale }, context)

test('CFGGuider draws what KSampler draws, rescaled and with CFG++ too', async () => {
  expectClose(await draw(await cfg(7)), 'sd1.txt2img.euler.latent')
  expectClose(await draw(await cfg(1.5), 'euler_cfg_pp'), 'sd1.txt2img.euler_cfg_pp.latent')
  const { MODEL } = await rescaleCfg.run({ model, multiplier: 0.7 }, context)
  expectClose(await draw(await cfg(7, MODEL)), 'sd1.rescale_cfg.latent')
})

test('BasicGuider is KSampler at cfg 1; samplers of CFG++ are refused, since it has no negative prompt', async () => {
  const guider = await basicGuider.run({ model, conditioning: positive }, context)
  expectClose(await draw(guider), 'sd1.txt2img.euler_cfg1.latent')
  await expect(draw(guider, 'euler_cfg_pp')).rejects.toThrow('which BasicGuider does not have: use CFGGuider')
})

/** D₂ = D_u and D₂ = D₁ reduce both styles to plain guidance. */
test.each([
  ['regular', 'negative', 7, 3],
  ['regular', 'positive', 3, 7],
  ['regular', 'negative', 7, 1],
  ['nested', 'negative', 3.5, 2],
  ['nested', 'positive', 3, 7],
  ['nested', 'negative', 7, 1],
] as const)(
  'DualCFGGuider, %s, with the %s prompt between and scales %f and %f, is plain guidance with 7',
  async (...c) => {
    const [style, between, cfg_conds, cfg_cond2_negative] = c
    const conds = { cond1: positive, cond2: prompts[between], negative }
    const guider = await dualCfgGuider.run({ model, ...conds, cfg_conds, cfg_cond2_negative, style }, context)
    expectClose(await draw(guider), 'sd1.txt2img.euler.latent')
  },
)

test.each([
  ['regular', 'positive', 3, 7],
  ['nested', 'negative', 7, 1],
] as const)('DualCFGGuider, %s, is rescaled where it guides', async (style, between, cfg_conds, cfg_cond2_negative) => {
  const { MODEL } = await rescaleCfg.run({ model, multiplier: 0.7 }, context)
  const conds = { cond1: positive, cond2: prompts[between], negative }
  const how = { model: MODEL, ...conds, cfg_conds, cfg_cond2_negative, style }
  expectClose(await draw(await dualCfgGuider.run(how, context)), 'sd1.rescale_cfg.latent')
})

test('without noise levels the latent is returned unchanged', async () => {
  const request = { noise, guider: (await cfg(7)).GUIDER, sampler: { name: 'euler' }, latent_image } as const
  const none = await samplerCustomAdvanced.run({ ...request, sigmas: new Float32Array(0) }, context)
  expect(none).toEqual({ output: latent_image, denoised_output: latent_image })
})
