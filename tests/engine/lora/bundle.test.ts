import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { fileRef } from '../../../engine/checkpoint/files/safetensors.ts'
import { loraChanges } from '../../../engine/lora/match.ts'
import { loraModules } from '../../../engine/lora/modules.ts'
import { loraOrigin } from '../../../engine/lora/origin.ts'
import { reportLora } from '../../../engine/lora/report.ts'
import { promptVectors } from '../../../engine/pipeline/text/prompt-files.ts'
import { openFile } from '../../../engine/recognise/open-file.ts'
import { golden } from '../checkpoint/files.ts'
import { goldenWeights } from '../networks/run-graph.ts'

const lora = (name: string) =>
  fileRef(fileURLToPath(new URL(`../../fixtures/loras/${name}.safetensors`, import.meta.url)))
const unet = {
  network: 'unet' as const,
  file: await fileRef(golden('pipelines/tiny_sd15.safetensors')),
  tensors: (await goldenWeights('pipelines/tiny_sd15.safetensors', 'model.diffusion_model.')).tensors,
}

test('one layer that does not fit, from an inpainting model, is left out and named; the others are applied', async () => {
  const misfit = await lora('misfit_convin')
  expect((await loraChanges(misfit, unet)).length).toBe(192)
  expect(await reportLora(misfit, [unet], [unet])).toEqual([
    expect.stringMatching(
      /^1 layer of misfit_convin\.safetensors cannot be applied, the others are: .*input_blocks\.0\.0\.weight as \[32, 81\], and the model has it as \[32,4,3,3\]/,
    ),
  ])
})

test('kohya’s first text encoder alone says nothing of the family: it is that of SD 1.x, too', async () => {
  const { header } = await openFile(await lora('te1only'))
  expect(loraOrigin(loraModules(header), header.metadata).family).toBe('unknown')
})

test('the embeddings of a bundle are announced, and found under their names', async () => {
  const bundle = await lora('bundle')
  expect(await reportLora(bundle, [unet], [unet])).toEqual([
    'bundle.safetensors also holds embeddings, for use in a prompt: embedding:ema_yasuhara, embedding:zoe',
  ])
  const context = { find: async () => null, notice() {} }
  const prompt = 'a cat, embedding:zoe embedding:ema_yasuhara embedding:other'
  const vectors = await promptVectors(prompt, { kind: 'clipL', width: 24 }, context, [bundle])
  expect([...vectors].map(([name, found]) => [name, found.length])).toEqual([
    ['zoe', 2],
    ['ema_yasuhara', 3],
  ])
})
