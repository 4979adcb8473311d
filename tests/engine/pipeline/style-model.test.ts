import { afterAll, expect, test } from 'vitest'
import { openSafetensors, readTensor } from '../../../engine/checkpoint/files/safetensors.ts'
import { encodeStyle, loadStyleModel } from '../../../engine/pipeline/style-model.ts'
import { Sessions } from '../../../engine/runtime/sessions.ts'
import { zeros } from '../../../engine/tensor/tensor.ts'
import { goldenFile } from '../../nodes/tiny.ts'
import { expectClose, goldenPath } from '../networks/run-graph.ts'

const sessions = new Sessions({ device: 'cpu', threads: 1 })
afterAll(() => sessions.close())
const style = () => loadStyleModel(goldenFile('nets/style_model.weights.safetensors'))
const seen = (last: ReturnType<typeof zeros>) => ({ last, penultimate: last, embeds: zeros([1, 1]) })

test('pictures become the words that torch makes of them, one picture behind the other', async () => {
  const io = await openSafetensors(goldenPath('nets/style_model.io.safetensors'))
  const { dims, data } = await readTensor(io, 'out')
  const words = await encodeStyle(await style(), seen(await readTensor(io, 'x')), sessions)
  expectClose(words, { dims: [1, dims[0]! * dims[1]!, dims[2]!], data }, 1e-4)
})

test('a picture of another CLIP, and a file of another kind, are refused', async () => {
  await expect(encodeStyle(await style(), seen(zeros([1, 4, 16])), sessions)).rejects.toThrow(
    'The picture was encoded with tokens 16 wide, and nets/style_model.weights.safetensors reads 32: use the CLIP vision model ViT-L.',
  )
  await expect(loadStyleModel(goldenFile('pipelines/lora_unet_te.safetensors'))).rejects.toThrow('is not a style model')
})
