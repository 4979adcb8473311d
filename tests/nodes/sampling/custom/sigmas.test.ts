import { expect, test } from 'vitest'
import type { Model } from '../../../../engine/pipeline/types.ts'
import extendIntermediate from '../../../../nodes/sampling/custom/sigmas/extend-intermediate-sigmas.ts'
import percentToSigma from '../../../../nodes/sampling/custom/sigmas/sampling-percent-to-sigma.ts'
import setFirst from '../../../../nodes/sampling/custom/sigmas/set-first-sigma.ts'
import splitDenoise from '../../../../nodes/sampling/custom/sigmas/split-sigmas-denoise.ts'
import { testContext } from '../../context.ts'

const context = testContext()
const sigmas = Float32Array.of(8, 4, 2, 0)

test('a split by denoise gives the last share of the steps to the second part', async () => {
  const { high_sigmas, low_sigmas } = await splitDenoise.run({ sigmas, denoise: 0.34 }, context)
  expect([[...high_sigmas], [...low_sigmas]]).toEqual([
    [8, 4, 2],
    [2, 0],
  ])
})

test('the first level is replaced; a list without levels has none to replace', async () => {
  expect([...(await setFirst.run({ sigmas, sigma: 136 }, context)).SIGMAS]).toEqual([136, 4, 2, 0])
  expect([...(await setFirst.run({ sigmas: new Float32Array(0), sigma: 136 }, context)).SIGMAS]).toEqual([])
})

test('steps between the limits are divided, the others stay', async () => {
  const how = { sigmas, steps: 2, start_at_sigma: -1, end_at_sigma: 4, spacing: 'linear' } as const
  expect([...(await extendIntermediate.run(how, context)).SIGMAS]).toEqual([8, 6, 4, 3, 2, 0])
  expect([...(await extendIntermediate.run({ ...how, start_at_sigma: 5 }, context)).SIGMAS]).toEqual([8, 4, 3, 2, 0])
})

test('half of the sampling is done at σ 1.6156; the ends are beyond all levels unless the model’s own are requested', async () => {
  const file = { name: 'a.safetensors', path: '/a.safetensors', fingerprint: '1' }
  const plain = { prediction: 'eps', timesteps: 'full', zsnr: false } as const
  const model: Model = { kind: 'model', file, loras: [], sampling: plain }
  const at = async (sampling_percent: number, return_actual_sigma = false) =>
    (await percentToSigma.run({ model, sampling_percent, return_actual_sigma }, context)).sigma_value
  expect(await at(0.5)).toBeCloseTo(1.61558, 5)
  expect([await at(0), await at(1)]).toEqual([999999999.9, 0])
  expect(await at(0, true)).toBeCloseTo(14.61464, 5)
  expect(await at(1, true)).toBeCloseTo(0.0291672, 6)
})
