import { expect, test } from 'vitest'
import { openSafetensors } from '../../../engine/checkpoint/files/safetensors.ts'
import { samplingOf } from '../../../engine/recognise/prediction.ts'
import { headerOf, safetensorsBytes, temporaryFolder } from '../checkpoint/files.ts'

const file = temporaryFolder()
const BIAS = 'output_blocks.11.1.transformer_blocks.0.norm1.bias'

/** An SD 2.x UNet of which only what tells the prediction is there: a bias that is ± `spread`. */
async function sd2(spread: number) {
  const header = {
    'input_blocks.0.0.weight': { dtype: 'U8', shape: [1, 4, 1, 1], data_offsets: [0, 4] },
    [BIAS]: { dtype: 'F32', shape: [2], data_offsets: [4, 12] },
  }
  const bytes = safetensorsBytes(header, 12)
  bytes.set(new Uint8Array(Float32Array.of(spread, -spread).buffer), bytes.length - 8)
  const opened = await openSafetensors(await file(`sd2-${spread}.safetensors`, bytes))
  return samplingOf(opened, opened.tensors, 'sd2')
}

test('SD 2.x predicts v where its bias has a large deviation, noise where it is small', async () => {
  expect((await sd2(0.2)).prediction).toBe('v_prediction')
  expect((await sd2(0.05)).prediction).toBe('eps')
})

const sdxl = (marks: Readonly<Record<string, readonly number[]>>) => {
  const header = headerOf({ 'input_blocks.0.0.weight': [320, 4, 3, 3], ...marks })
  return samplingOf(header, header.tensors, 'sdxl')
}

test('SDXL models that predict v have a marker, and another for zero terminal SNR', async () => {
  expect(await sdxl({})).toEqual({ prediction: 'eps', timesteps: 'full', zsnr: false })
  expect(await sdxl({ v_pred: [0] })).toEqual({ prediction: 'v_prediction', timesteps: 'full', zsnr: false })
  expect(await sdxl({ v_pred: [0], ztsnr: [0] })).toEqual({ prediction: 'v_prediction', timesteps: 'full', zsnr: true })
})

test('a network with an input for the guidance scale is sampled as LCM was trained', async () => {
  const sampling = await sdxl({ 'time_embed.cond_proj.weight': [320, 256] })
  expect(sampling).toEqual({ prediction: 'lcm', timesteps: 'distilled', zsnr: false })
})

test.each([
  { 'modelspec.noise_process': 'flow', 'modelspec.prediction_type': 'velocity' },
  { 'modelspec.prediction_type': 'rectified-flow' },
  { 'modelspec.predict_key': 'flow_prediction' },
])('a model whose metadata names flow matching is sampled as a flow: %o', async metadata => {
  const header = { ...headerOf({ 'input_blocks.0.0.weight': [320, 4, 3, 3] }), metadata }
  expect(await samplingOf(header, header.tensors, 'sdxl')).toEqual({ prediction: 'flow', shift: 3 })
})

test('Playground’s model is recognised by the mean and deviation of its latents', async () => {
  const levels = { timesteps: 'edm', sigmaMin: 0.002, sigmaMax: 80 }
  expect(await sdxl({ edm_mean: [4], edm_std: [4] })).toEqual({ prediction: 'edm', ...levels, sigmaData: 0.5 })
})

test('a model that predicts v on EDM’s levels sets their range', async () => {
  const header = {
    'input_blocks.0.0.weight': { dtype: 'U8', shape: [1, 4, 1, 1], data_offsets: [0, 4] },
    'edm_vpred.sigma_max': { dtype: 'F32', shape: [1], data_offsets: [4, 8] },
  }
  const bytes = safetensorsBytes(header, 8)
  bytes.set(new Uint8Array(Float32Array.of(250).buffer), bytes.length - 4)
  const opened = await openSafetensors(await file('edm-v.safetensors', bytes))
  const levels = { timesteps: 'edm', sigmaMin: expect.closeTo(0.002, 9), sigmaMax: 250 }
  const expected = { prediction: 'v_prediction', ...levels, sigmaData: 1 }
  expect(await samplingOf(opened, opened.tensors, 'sdxl')).toEqual(expected)
})
