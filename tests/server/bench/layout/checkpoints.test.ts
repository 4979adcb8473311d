import { describe, expect, test } from 'vitest'
import { byteLength, openSafetensors } from '../../../../engine/checkpoint/files/safetensors.ts'
import { sizeOf } from '../../../../engine/tensor/tensor.ts'
import { layouts } from '../../../../server/bench/layout/checkpoints.ts'
import { golden } from '../../../engine/checkpoint/files.ts'

/** The published models' counts of tensors and of numbers, and the small reference checkpoint of the same layout. */
const published = [
  {
    name: 'sd15',
    reference: 'pipelines/tiny_sd15.safetensors',
    parts: [
      ['model.diffusion_model.', 686, 859_520_964],
      ['cond_stage_model.transformer.text_model.', 196, 123_060_480],
      ['first_stage_model.', 248, 83_653_863],
    ],
  },
  {
    name: 'sdxl',
    reference: 'pipelines/tiny_sdxl.safetensors',
    parts: [
      ['model.diffusion_model.', 1680, 2_567_463_684],
      ['conditioner.embedders.0.transformer.text_model.', 196, 123_060_480],
      ['conditioner.embedders.1.model.', 390, 694_659_841],
      ['first_stage_model.', 248, 83_653_863],
    ],
  },
] as const

describe.each(published)('the layout of $name', ({ name, reference, parts }) => {
  const tensors = layouts[name].tensors()

  test.each<readonly [string, number, number]>(parts)(
    '%s holds %i tensors, %i numbers, as published',
    (prefix, count, parameters) => {
      const numbers = tensors.filter(tensor => tensor.name.startsWith(prefix) && tensor.dtype === 'F16')
      expect([numbers.length, numbers.reduce((n, { shape }) => n + sizeOf(shape), 0)]).toEqual([count, parameters])
    },
  )

  test('every tensor name is also in the small checkpoint of the same layout', async () => {
    const small = await openSafetensors(golden(reference))
    const fewer = /skip_connection|nin_shortcut|position_ids/
    const first = (name: string) => name.replace(/((?:transformer_blocks|resblocks|encoder\.layers)\.)\d+/, '$10')
    const unknown = tensors.filter(({ name }) => !small.tensors.has(first(name)) && !fewer.test(name))
    expect(unknown).toEqual([])
  })

  test('every name is unique', () => {
    expect(new Set(tensors.map(({ name }) => name)).size).toBe(tensors.length)
  })
})

test('SDXL takes as many bytes as the published file, 6.94 GB', () => {
  const bytes = layouts.sdxl.tensors().reduce((sum, { dtype, shape }) => sum + byteLength(dtype, shape), 0)
  expect(bytes / 1e9).toBeCloseTo(6.938, 2)
})
