import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { fileRef } from '../../../engine/checkpoint/files/safetensors.ts'
import { layerWeights, parseLayerWeights } from '../../../engine/pipeline/ip-adapter/weight-types.ts'
import { tensor } from '../../../engine/tensor/tensor.ts'
import loadEmbeds from '../../../nodes/packs/ipadapter/embeds/ip-adapter-load-embeds.ts'
import saveEmbeds from '../../../nodes/packs/ipadapter/embeds/ip-adapter-save-embeds.ts'
import { testContext } from '../context.ts'
import { goldenFile } from '../tiny.ts'

test('layer weights multiply the weight of the transformers that they name, and turn the others off', () => {
  const layers = parseLayerWeights('3:1, 6:0.5')!
  expect(layerWeights({ type: 'linear', weight: 0.8, layers }, { count: 8, before: 4 })).toEqual([
    0, 0, 0, 0.8, 0, 0, 0.4, 0,
  ])
  expect(parseLayerWeights(' \n')).toBeUndefined()
  for (const wrong of ['3', '3:1:2', 'x:1', '1.5:1', '-1:1', '3:'])
    expect(() => parseLayerWeights(wrong)).toThrow(
      `layer_weights: expected factors by transformer, as in 3:1, 6:0.5, got "${wrong}"`,
    )
})

test('encoded pictures are saved and loaded bit for bit, and other files are refused', async () => {
  const output = await mkdtemp(join(tmpdir(), 'embeds-'))
  const context = testContext({ folders: { output, temp: '' } })
  const embeds = tensor([2, 3], Float32Array.of(1, -2, 0.1, 4, 5, 1e-30))
  await saveEmbeds.run({ embeds, filename_prefix: 'IP_embeds' }, context)
  const file = await fileRef(join(output, 'IP_embeds_00001_.ipadpt'))
  expect((await loadEmbeds.run({ embeds: file }, context)).EMBEDS).toEqual(embeds)
  const other = goldenFile('pipelines/lora_unet_te.safetensors')
  await expect(loadEmbeds.run({ embeds: other }, context)).rejects.toThrow('does not hold encoded pictures')
  await rm(output, { recursive: true })
})
