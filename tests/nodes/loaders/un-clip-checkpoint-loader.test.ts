import { expect, test } from 'vitest'
import unClipCheckpointLoader from '../../../nodes/loaders/un-clip-checkpoint-loader.ts'
import { goldenFile, tiny } from '../tiny.ts'

test('a checkpoint without a picture encoder is refused as what it is', async () => {
  const { context } = await tiny()
  const ckpt_name = goldenFile('pipelines/tiny_sd15.safetensors')
  await expect(unClipCheckpointLoader.run({ ckpt_name }, context)).rejects.toThrow(
    /tiny_sd15\.safetensors is not an unCLIP checkpoint: it is a checkpoint/,
  )
})
