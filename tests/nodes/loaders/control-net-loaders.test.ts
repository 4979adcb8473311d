import { expect, test } from 'vitest'
import controlNetLoader from '../../../nodes/loaders/control-net-loader.ts'
import diffControlNetLoader from '../../../nodes/loaders/diff-control-net-loader.ts'
import { testContext } from '../context.ts'
import { goldenFile, tiny } from '../tiny.ts'

const context = testContext()
const { model } = await tiny()
const control_net_name = goldenFile('nets/controlnet_sd1.weights.safetensors')

test('a ControlNet is described, not loaded', async () => {
  const { CONTROL_NET } = await controlNetLoader.run({ control_net_name }, context)
  expect(CONTROL_NET).toEqual({ kind: 'control-net', file: control_net_name })
})

test('a whole ControlNet needs no model, whichever node opens it', async () => {
  const { CONTROL_NET } = await diffControlNetLoader.run({ model, control_net_name }, context)
  expect(CONTROL_NET).toEqual({ kind: 'control-net', file: control_net_name })
})

test('a file that is not a ControlNet is refused with its kind', async () => {
  const open = (name: string) => controlNetLoader.run({ control_net_name: goldenFile(name) }, context)
  await expect(open('pipelines/tiny_sd15.safetensors')).rejects.toThrow(
    'tiny_sd15.safetensors is not a ControlNet: it is a checkpoint',
  )
  await expect(open('nets/lora/kohya_linear.safetensors')).rejects.toThrow('it is a LoRA')
})
