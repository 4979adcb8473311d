import { expect, test } from 'vitest'
import { fileRef } from '../../../../engine/checkpoint/files/safetensors.ts'
import { loadControlNet } from '../../../../engine/pipeline/control/load.ts'
import { steering } from '../../../../engine/pipeline/control/steer.ts'
import { loadCheckpoint } from '../../../../engine/pipeline/load.ts'
import { encodePrompt } from '../../../../engine/pipeline/text/encode-prompt.ts'
import { unetNetwork } from '../../../../engine/pipeline/unet/unet-network.ts'
import { modelSampling } from '../../../../engine/sampling/model-sampling.ts'
import { map, rows, type Tensor } from '../../../../engine/tensor/tensor.ts'
import { readGolden, readGoldenJson } from '../../../goldens/read.ts'
import { builtIn } from '../../checkpoint/files.ts'
import { expectClose } from '../../networks/run-graph.ts'
import { sessions } from '../../runtime/shared-sessions.ts'
import { denoised, using } from './control.ts'

/** The built-in scribble ControlNet against the program that trained it: models/MODEL_CARD.md, "Goldens". */
const goldens = readGolden('micro/goldens.safetensors')
const { prompts } = readGoldenJson<{ prompts: string[] }>('micro/goldens.json')

const { model, clip } = await loadCheckpoint(await fileRef(builtIn('checkpoints/micro-sd.safetensors')))
const net = await loadControlNet(await fileRef(builtIn('controlnet/micro-control-scribble.safetensors')))
const { data } = goldens.get('hint')!
/** White on black, one channel: [1, 128, 128, 1]. */
const use = using(net, { picture: { dims: [1, 128, 128, 1], data } })
const sampling = modelSampling(model.sampling)
const row = (name: string, i: number): Tensor => rows(goldens.get(name)!, i, i + 1)
const encode = async (text: string) => {
  const context = { sessions, signal: new AbortController().signal, find: async () => null, notice() {}, progress() {} }
  return (await encodePrompt(clip, text, context))[0]!
}

test('adds what it added in training', async () => {
  const prompt = { ...(await encode(prompts[0]!)), controls: [use] }
  const steer = steering(sessions, await unetNetwork(model), sampling)([prompt], { sigma: sampling.sigma(500), t: 500 })
  const added = await steer([{ x: row('noise', 0), row: 0, prompt, pooled: undefined }])
  expect([...added.keys()]).toEqual(['skip.0', 'skip.1', 'skip.2', 'skip.3', 'skip.4', 'skip.5', 'middle'])
  for (const [i, residual] of [...added.values()].entries())
    expectClose(residual, goldens.get(`control_t500_out${i}`)!, 1e-4)
})

test.each(prompts.map((prompt, i) => [prompt, i] as const))('leads "%s" as in training', async (prompt, i) => {
  const sigma = sampling.sigma(500)
  const x = map(row('noise', i), v => v * Math.sqrt(1 + sigma * sigma))
  const { embedding } = await encode(prompt)
  const { data } = await denoised(sessions, [use], sigma, { of: model, x, embedding })
  const eps = { dims: x.dims, data: x.data.map((v, p) => (v - data[p]!) / sigma) }
  expectClose(eps, row('control_eps_t500', i), 1e-4)
})
