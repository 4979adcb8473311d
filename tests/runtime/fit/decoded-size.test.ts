import { expect, test } from 'vitest'
import { plan } from '../../../graph/plan.ts'
import { loadNodes } from '../../../nodes/registry.ts'
import { tooLargeToDecode } from '../../../runtime/fit/decoded-size.ts'

const specs = new Map([...(await loadNodes())].map(([type, { spec }]) => [type, spec]))
const loader = { class_type: 'CheckpointLoaderSimple', inputs: { ckpt_name: 'a.safetensors' } }
const text = { class_type: 'CLIPTextEncode', inputs: { text: '', clip: ['1', 1] } }
const sampling = { seed: 1, steps: 4, cfg: 1, sampler_name: 'euler', scheduler: 'normal', denoise: 1 }
const sampler = (latent: string) => ({
  class_type: 'KSampler',
  inputs: { ...sampling, model: ['1', 0], positive: ['2', 0], negative: ['2', 0], latent_image: [latent, 0] },
})
const ofSize = (width: number, batch_size: number, more: object = {}, decoded = '5') =>
  plan(
    {
      1: loader,
      2: text,
      3: { class_type: 'EmptyLatentImage', inputs: { width, height: 1024, batch_size } },
      4: sampler('3'),
      5: sampler('4'),
      6: { class_type: 'VAEDecode', inputs: { samples: [decoded, 0], vae: ['1', 2] } },
      7: { class_type: 'PreviewImage', inputs: { images: ['6', 0] } },
      ...more,
    },
    specs,
  )
const gigabyte = () => 1e9
const messages = (...given: Parameters<typeof ofSize>) =>
  tooLargeToDecode(ofSize(...given), specs, gigabyte).map(({ message, place }) => [place.nodeId, message])

test('a batch whose pictures do not fit into memory is refused at its latent, behind any samplers', () => {
  expect(messages(1024, 64)).toEqual([
    [
      '3',
      'Empty Latent Image (node 3): decoding 64 of 1024×1024 would take 1.6 GB of memory, and at most 1.0 GB can be used for it. Choose a smaller size or fewer at once.',
    ],
  ])
  expect(messages(1024, 16)).toEqual([])
})

test('what other nodes may change is not judged', () => {
  const part = { class_type: 'LatentFromBatch', inputs: { samples: ['5', 0], batch_index: 0, length: 1 } }
  expect(messages(1024, 64, { 8: part }, '8')).toEqual([])
})
