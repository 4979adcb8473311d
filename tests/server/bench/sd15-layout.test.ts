import { expect, test } from 'vitest'
import { openSafetensors } from '../../../engine/checkpoint/safetensors.ts'
import { sizeOf } from '../../../engine/tensor/tensor.ts'
import { sd15Tensors } from '../../../server/bench/sd15-layout.ts'
import { golden } from '../../engine/checkpoint/files.ts'

const tensors = sd15Tensors()
const numbersBelow = (prefix: string) => {
  const numbers = tensors.filter(({ name, dtype }) => name.startsWith(prefix) && dtype === 'F16')
  return [numbers.length, numbers.reduce((n, { shape }) => n + sizeOf(shape), 0)]
}

/** The published model's counts: 859.5, 123.1 and 83.7 million. */
test.each([
  ['model.diffusion_model.', 686, 859_520_964],
  ['cond_stage_model.transformer.text_model.', 196, 123_060_480],
  ['first_stage_model.', 248, 83_653_863],
])('%s holds %i tensors, %i numbers, as published', (prefix, count, parameters) => {
  expect(numbersBelow(prefix)).toEqual([count, parameters])
})

test('no tensor has a name of its own invention: the small reference checkpoint of the same layout knows them', async () => {
  const reference = await openSafetensors(golden('pipelines/tiny_sd15.safetensors'))
  const fewer = /skip_connection|nin_shortcut|position_ids|encoder\.layers\.([4-9]|1\d)\./
  const unknown = tensors.filter(({ name }) => !reference.tensors.has(name) && !fewer.test(name))
  expect(unknown).toEqual([])
  expect(tensors.find(({ dtype }) => dtype === 'I64')).toEqual({
    name: 'cond_stage_model.transformer.text_model.embeddings.position_ids',
    dtype: 'I64',
    shape: [1, 77],
  })
})

test('no name is there twice', () => {
  expect(new Set(tensors.map(({ name }) => name)).size).toBe(tensors.length)
})
