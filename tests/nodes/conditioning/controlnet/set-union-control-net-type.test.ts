import { expect, test } from 'vitest'
import setUnionControlNetType from '../../../../nodes/conditioning/controlnet/set-union-control-net-type.ts'
import controlNetLoader from '../../../../nodes/loaders/control-net-loader.ts'
import { testContext } from '../../context.ts'
import { goldenFile } from '../../tiny.ts'

const context = testContext()
const open = async (name: string) =>
  (await controlNetLoader.run({ control_net_name: goldenFile(`nets/${name}.weights.safetensors`) }, context))
    .CONTROL_NET
const union = await open('control_union')
const told = async (control_net: typeof union, type: 'auto' | 'depth' | 'tile') =>
  (await setUnionControlNetType.run({ control_net, type }, context)).CONTROL_NET

test('a union ControlNet gets the kind of its picture, and none with auto', async () => {
  const depth = await told(union, 'depth')
  expect(depth).toEqual({ ...union, pictureKind: 'depth' })
  expect(await told(depth, 'auto')).toEqual(union)
})

test('a ControlNet for one kind of picture is not changed', async () => {
  const plain = await open('controlnet_sd1')
  expect(await told(plain, 'depth')).toEqual(plain)
})

test('a kind that the file was not trained on is refused, with the kinds that it was trained on', async () => {
  await expect(told(union, 'tile')).rejects.toThrow(/control_union.*not trained on tile.*openpose, depth/)
})
