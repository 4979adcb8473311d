import { expect, test } from 'vitest'
import depthAnything from '../../../nodes/packs/controlnet-aux/depth-anything-v2-preprocessor.ts'
import { testContext } from '../context.ts'
import { picture } from '../small.ts'
import { goldenFile } from '../tiny.ts'

const golden = goldenFile('nets/depth_anything.safetensors')
const find = async (folder: string, name: string) =>
  folder === 'depthanything' && name === 'depth_anything_v2_vits.safetensors' ? { ...golden, name } : null
const base = 'depth_anything_v2_vitb.pth'
const image = { dims: [1, 40, 52, 3], data: picture.data.slice(0, 40 * 52 * 3) }

test('a depth map has the wanted shorter side, and the size that is there is used with a notice', async () => {
  const context = testContext({ find })
  const { IMAGE } = await depthAnything.run({ image, ckpt_name: base, resolution: 64 }, context)
  expect(IMAGE.dims).toEqual([1, 64, 83, 3])
  expect(context.notices).toEqual([`${base} is not here; depth_anything_v2_vits.safetensors is used instead`])
  expect([Math.min(...IMAGE.data), Math.max(...IMAGE.data)]).toEqual([0, 1])
  expect(IMAGE.data.every((value, i) => value === IMAGE.data[i - (i % 3)])).toBe(true)
})

test('without a file the node says where to put one, and its result depends on the file', async () => {
  await expect(depthAnything.run({ image, ckpt_name: base, resolution: 64 }, testContext())).rejects.toThrow(
    'into models/depthanything',
  )
  expect(await depthAnything.fingerprint!({ ckpt_name: base }, find)).toBe(golden.fingerprint)
  expect(await depthAnything.fingerprint!({ ckpt_name: base }, async () => null)).toBe('missing')
  const other = async () => goldenFile('pipelines/tiny_sd15.safetensors')
  const run = depthAnything.run({ image, ckpt_name: base, resolution: 64 }, testContext({ find: other }))
  await expect(run).rejects.toThrow('is not Depth Anything v2')
})
