import { expect, test } from 'vitest'
import inpaintWithModel from '../../../nodes/packs/inpaint/inpaint-with-model.ts'
import loadInpaintModel from '../../../nodes/packs/inpaint/load-inpaint-model.ts'
import { testContext } from '../context.ts'
import { picture } from '../small.ts'
import { goldenFile } from '../tiny.ts'

const load = async (name: string) =>
  (await loadInpaintModel.run({ model_name: goldenFile(name) }, testContext()))['inpaint model']

test('LaMa paints where the mask is set, and nothing else changes', async () => {
  const inpaint_model = await load('nets/lama.pt')
  const image = { dims: [1, 40, 52, 3], data: picture.data.slice(0, 40 * 52 * 3) }
  const isPainted = (i: number) => i % 52 > 20 && i % 52 < 30 && i > 52 * 10 && i < 52 * 20
  const mask = { dims: [1, 40, 52], data: new Float32Array(40 * 52).map((_, i) => (isPainted(i) ? 1 : 0)) }
  const inputs = { inpaint_model, image, mask, seed: 0n, optional_upscale_model: undefined }
  const { 'inpainted image': out } = await inpaintWithModel.run(inputs, testContext())
  expect(out.dims).toEqual(image.dims)
  const changed = out.data.map((value, i) => (value === image.data[i] ? 0 : 1))
  expect([...changed].some((is, i) => is === 1 && !isPainted(Math.floor(i / 3)))).toBe(false)
  expect(changed.reduce((sum, is) => sum + is, 0)).toBeGreaterThan(100)
  const other = { ...mask, dims: [1, 20, 104] }
  await expect(inpaintWithModel.run({ ...inputs, mask: other }, testContext())).rejects.toThrow('must be equal')
})

test('another network is refused', async () => {
  await expect(load('pipelines/tiny_sd15.safetensors')).rejects.toThrow('is not an inpaint model: use LaMa')
})
