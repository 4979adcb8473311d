import { describe, expect, test } from 'vitest'
import clipTextEncodeSdxl from '../../nodes/advanced/conditioning/clip-text-encode-sdxl.ts'
import modelSamplingDiscrete from '../../nodes/advanced/model/model-sampling-discrete.ts'
import { expectClose } from '../engine/networks/run-graph.ts'
import { sessions } from '../engine/runtime/shared-sessions.ts'
import {
  type Case,
  caseContext,
  cases,
  drawCase,
  empty,
  expectCase,
  goldens,
  negative,
  positive,
  type Start,
} from './draw-case.ts'
import { openTiny } from './tiny.ts'

const context = caseContext(sessions)
const { model: MODEL, clip: CLIP, vae: VAE, encode } = await openTiny(context, 'tiny_sdxl')

async function startOf({ name }: Case): Promise<Partial<Start>> {
  if (name === 'sdxl.batch2') return { latent: empty(2) }
  if (name === 'sdxl.lcm4')
    return { model: (await modelSamplingDiscrete.run({ model: MODEL, sampling: 'lcm', zsnr: false }, context)).MODEL }
  if (name !== 'sdxl.sizes') return {}
  const sizes = { width: 1024, height: 768, crop_w: 16, crop_h: 8, target_width: 640, target_height: 512 }
  const texts = { text_g: 'a photo of a (cat:1.2), detailed', text_l: 'cat' }
  const { CONDITIONING } = await clipTextEncodeSdxl.run({ clip: CLIP, ...sizes, ...texts }, context)
  expectClose(CONDITIONING[0]!.embedding, goldens.get('sdxl.sizes.pos')!, 1e-4)
  expectClose(CONDITIONING[0]!.pooled!, goldens.get('sdxl.sizes.pooled')!, 1e-4)
  return { positive: CONDITIONING }
}

const ours = cases.filter(({ name }) => name.startsWith('sdxl.'))
test('there are SDXL cases', () => expect(ours).toHaveLength(8))

describe.each(ours)('$name', c => {
  test('is the picture that ComfyUI makes of the same nodes', async () => {
    const start = { model: MODEL, positive: await encode(positive), negative: await encode(negative), latent: empty(1) }
    await expectCase(c, await drawCase(c, { ...start, ...(await startOf(c)) }, context), VAE, context)
  })
})

test('prompts have their pooled text', async () => {
  const [encoded] = await encode(positive)
  expectClose(encoded!.embedding, goldens.get('sdxl.pos')!, 1e-4)
  expectClose(encoded!.pooled!, goldens.get('sdxl.pos_pooled')!, 1e-4)
})
