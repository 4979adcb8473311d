import { expect, test } from 'vitest'
import { latentNumbers } from '../../../engine/checkpoint/family.ts'
import { openSafetensors } from '../../../engine/checkpoint/files/safetensors.ts'
import { taesdHalves } from '../../../engine/checkpoint/keys/taesd-keys.ts'
import { taesdDecoder, taesdEncoder } from '../../../engine/networks/taesd.ts'
import { map } from '../../../engine/tensor/tensor.ts'
import { readGolden } from '../../goldens/read.ts'
import { headerOf } from '../checkpoint/files.ts'
import { expectClose, goldenPath, runNetwork } from './run-graph.ts'

const io = readGolden('nets/taesd.io.safetensors')

async function half(direction: 'decoder' | 'encoder') {
  const path = goldenPath(`nets/taesd_${direction}.weights.safetensors`)
  const [only] = taesdHalves(await openSafetensors(path))
  return { path, tensors: only!.tensors }
}

test.each(['0', '1'])('a latent is decoded as by ComfyUI’s TAESD (case %s)', async i => {
  const z = io.get(`${i}.latent`)!
  const out = await runNetwork(await half('decoder'), { z }, (w, { z }) => taesdDecoder(w, z!, latentNumbers.sd))
  const raw = map(out, v => (v + 1) / 2)
  expectClose(raw, io.get(`${i}.raw_decoder_of_latent_times_0.18215`)!, 1e-4)
})

test('a file’s numbered layers show its halves and their channels', () => {
  const decoder = {
    '1.weight': [64, 4, 3, 3],
    '3.conv.0.weight': [64, 64, 3, 3],
    '3.conv.4.weight': [64, 64, 3, 3],
    '19.weight': [3, 64, 3, 3],
  }
  const encoder = {
    '0.weight': [64, 3, 3, 3],
    '3.conv.0.weight': [64, 64, 3, 3],
    '3.conv.4.weight': [64, 64, 3, 3],
    '14.weight': [16, 64, 3, 3],
  }
  const below = (prefix: string, keys: object) =>
    Object.fromEntries(Object.entries(keys).map(([key, shape]) => [prefix + key, shape]))
  const halves = (keys: Record<string, readonly number[]>) =>
    taesdHalves(headerOf(keys)).map(({ direction, channels }) => `${direction} ${channels}`)
  expect(halves(decoder)).toEqual(['decode 4'])
  expect(halves(encoder)).toEqual(['encode 16'])
  expect(halves({ ...below('taesd_decoder.', decoder), ...below('taesd_encoder.', encoder) })).toEqual([
    'decode 4',
    'encode 16',
  ])
  expect(halves({ ...below('decoder.layers.', decoder), ...below('encoder.layers.', encoder) })).toEqual([
    'decode 4',
    'encode 16',
  ])
  expect(halves({ '0.weight': [3, 3], 'conv_in.weight': [1] })).toEqual([])
})

test('an encoder’s result is divided by the scale', async () => {
  const pixels = map(io.get('0.pixels_u8')!, v => (v / 255) * 2 - 1)
  const [, h = 0, w = 0] = pixels.dims
  const x = {
    dims: [1, 3, h, w],
    data: Float32Array.from({ length: 3 * h * w }, (_, i) => pixels.data[(i % (h * w)) * 3 + Math.floor(i / (h * w))]!),
  }
  const out = await runNetwork(await half('encoder'), { x }, (w, { x }) =>
    taesdEncoder(w, x!, { ...latentNumbers.sd, scale: 0.5 }),
  )
  expectClose(
    map(out, v => v / 2),
    io.get('0.raw_encoder_of_pixels01')!,
    1e-4,
  )
})
