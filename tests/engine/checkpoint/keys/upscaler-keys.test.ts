import { expect, test } from 'vitest'
import { openSafetensors } from '../../../../engine/checkpoint/files/safetensors.ts'
import { type UpscalerWeights, upscalerWeights } from '../../../../engine/checkpoint/keys/upscaler-keys.ts'
import { readGoldenJson } from '../../../goldens/read.ts'
import { golden, headerOf } from '../files.ts'

/** Shapes do not matter but for a slope being no matrix. */
const weightsOf = (...keys: readonly string[]) =>
  upscalerWeights(
    headerOf(Object.fromEntries(keys.map(key => [key, /body\.1\.weight$/.test(key) ? [4] : [4, 3, 3, 3]]))),
  )

/** [the key it is found under, the key in the file] */
const found = (weights: UpscalerWeights | null): [string, string][] =>
  [...weights!.tensors].map(([key, { name }]) => [key, name])

/** BSRGAN's name → Real-ESRGAN's. */
const trunk = readGoldenJson<Record<string, string>>('nets/esrgan_rrdb_trunk_key_names.json')

test('every tensor of BSRGAN is found under Real-ESRGAN’s name', () => {
  const weights = weightsOf(...Object.keys(trunk))
  expect(weights?.network).toBe('rrdb')
  expect(Object.fromEntries(found(weights).map(([key, name]) => [name, key]))).toEqual(trunk)
})

test('ESRGAN’s old names lead to the same tensors', async () => {
  const namesIn = async (file: string) =>
    found(upscalerWeights(await openSafetensors(golden(`nets/${file}.weights.safetensors`))))
      .map(([key]) => key)
      .toSorted()
  expect(await namesIn('esrgan_x4.old_keys')).toEqual(await namesIn('esrgan_x4.new_keys'))
})

test('prefixes of training programs are ignored', () => {
  const keys = ['body.0.weight', 'body.1.weight', 'body.2.weight'].map(key => `params_ema.${key}`)
  expect(weightsOf(...keys)?.network).toBe('srvgg')
})

test('ESRGAN+ and other networks are not recognised as one of these', async () => {
  expect(weightsOf('model.1.sub.0.RDB1.conv1.0.weight', 'model.1.sub.0.RDB1.conv1x1.weight')).toBeNull()
  expect(weightsOf('conv_first.weight', 'layers.0.residual_group.blocks.0.attn.qkv.weight')).toBeNull()
  for (const file of ['pipelines/tiny_sd15', 'nets/lora/kohya_linear', 'nets/taesd_decoder.weights'])
    expect(upscalerWeights(await openSafetensors(golden(`${file}.safetensors`)))).toBeNull()
})
