import { expect, test } from 'vitest'
import { openSafetensors } from '../../../engine/checkpoint/files/safetensors.ts'
import { modelFacts } from '../../../engine/recognise/model-facts.ts'
import { unetLayers } from '../../../server/bench/layout/unet.ts'
import { builtIn, golden, headerOf } from '../checkpoint/files.ts'
import { layout } from './layouts/layout.ts'
import { kinds } from './layouts/unet.ts'

const factsOf = async (path: string) => modelFacts(await openSafetensors(path))

test('the facts of a checkpoint: its numbers, their type, and what the UNet predicts', async () => {
  expect(await factsOf(builtIn('checkpoints/micro-sd.safetensors'))).toMatchObject({
    kind: 'checkpoint',
    family: 'sd1',
    dtypes: ['F16', 'I64'],
    parameters: 22_788_088,
    prediction: 'eps',
    lora: null,
  })
})

test('the facts of a LoRA: its kinds, its ranks, its number of layers', async () => {
  const facts = await factsOf(builtIn('loras/micro-hyper-lora.safetensors'))
  expect(facts).toMatchObject({ lora: { kinds: ['low-rank'], rank: [32, 32], layers: 164 }, prediction: null })
})

test.each([
  ['loha', ['loha'], 3],
  ['lokr', ['lokr'], 2],
  ['glora', ['glora'], 3],
  ['dora_out', ['dora'], 4],
])('%s: the rank is read from the tensors of that kind', async (name, kinds, most) => {
  expect((await factsOf(golden(`nets/lora/${name}.safetensors`))).lora).toMatchObject({
    kinds,
    rank: [expect.any(Number), most],
  })
})

test('a model that cannot be run has no prediction', async () => {
  const header = headerOf(layout(unetLayers({ ...kinds.sd1, inChannels: 7 })))
  expect(await modelFacts(header)).toMatchObject({ prediction: null, refusal: expect.stringContaining('7 channels') })
})
