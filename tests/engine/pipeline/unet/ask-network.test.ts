import { afterAll, expect, test } from 'vitest'
import { fileRef } from '../../../../engine/checkpoint/files/safetensors.ts'
import { MemoryError } from '../../../../engine/errors.ts'
import { loadCheckpoint } from '../../../../engine/pipeline/load.ts'
import type { Conditioning } from '../../../../engine/pipeline/types.ts'
import { denoiser } from '../../../../engine/pipeline/unet/denoiser.ts'
import { unetNetwork } from '../../../../engine/pipeline/unet/unet-network.ts'
import { Sessions } from '../../../../engine/runtime/sessions.ts'
import { map, type Tensor } from '../../../../engine/tensor/tensor.ts'
import { readGolden } from '../../../goldens/read.ts'
import { expectClose, goldenPath } from '../../networks/run-graph.ts'

const { model } = await loadCheckpoint(await fileRef(goldenPath('pipelines/tiny_sd15.safetensors')))
const network = await unetNetwork(model)
const io = readGolden('nets/unet_sd1.io.safetensors')
const [x, embedding] = [io.get('0.x')!, io.get('0.context')!]

/** What ONNX Runtime may take for n images at once, in bytes (engine/runtime/sessions.ts). */
const need = (n: number): number =>
  (4 / 3) * network.request([n, ...x.dims.slice(1)], [n, ...embedding.dims.slice(1)]).build().peakBytes

const all: Sessions[] = []
afterAll(() => Promise.all(all.map(sessions => sessions.close())))

/** One step with guidance, which asks for two images, on a machine with so much memory. */
async function guided(available: number): Promise<{ denoised: Tensor; labels: string[] }> {
  const sessions = new Sessions({ device: 'cpu', threads: 1, availableMemory: () => available })
  all.push(sessions)
  const positive: Conditioning = [{ embedding }]
  const negative: Conditioning = [{ embedding: map(embedding, v => -v) }]
  const { denoise } = denoiser(sessions, network, { kind: 'cfg', model, positive, negative, cfg: 5 })
  const denoised = await denoise(x, 2)
  return { denoised, labels: sessions.timings.map(({ label, runs }) => `${label}, ${runs} runs`) }
}

test('images go through the network one by one when the memory is too small for two', async () => {
  const [ample, scarce] = [await guided(1e12), await guided((need(1) + need(2)) / 2)]
  expect(ample.labels).toEqual(['UNet 128×128, 1 runs'])
  expect(scarce.labels).toEqual(['UNet 128×128, 2 runs'])
  expectClose(scarce.denoised, ample.denoised, 1e-4)
})

test('when it is too small for one, the error names the needed and the free memory and what to do', async () => {
  const run = guided(need(1) / 2)
  await expect(run).rejects.toBeInstanceOf(MemoryError)
  await expect(run).rejects.toThrow(
    /^UNet 128×128 needs \d+ MB of memory at once, and \d+ MB is free; choose a smaller size, or close other programs$/,
  )
})
