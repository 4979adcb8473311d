import { describe, expect, test } from 'vitest'
import unetLoader from '../../nodes/advanced/loaders/unet-loader.ts'
import inpaintModelConditioning from '../../nodes/conditioning/inpaint/inpaint-model-conditioning.ts'
import { sessions } from '../engine/runtime/shared-sessions.ts'
import {
  type Case,
  caseContext,
  cases,
  drawCase,
  empty,
  expectCase,
  mask,
  negative,
  positive,
  type Start,
  source,
} from './draw-case.ts'
import { goldenFile, openTiny } from './tiny.ts'

/** An inpainting UNet from a file of its own, with the text encoder and VAE of another. */
const context = caseContext(sessions)
const { vae: VAE, encode } = await openTiny(context)
const { MODEL } = await unetLoader.run(
  { unet_name: goldenFile('nets/unet_inpaint.weights.safetensors'), weight_dtype: 'default' },
  context,
)

async function startOf({ name }: Case): Promise<Start> {
  const prompts = { positive: await encode(positive), negative: await encode(negative) }
  if (name === 'inpaintmodel.no_cond') return { model: MODEL, ...prompts, latent: empty(1) }
  const shown = { ...prompts, vae: VAE, pixels: source, mask, noise_mask: true }
  return { model: MODEL, ...(await inpaintModelConditioning.run(shown, context)) }
}

const ours = cases.filter(({ name }) => name.startsWith('inpaintmodel.'))
test('there are cases of an inpainting model', () => expect(ours).toHaveLength(2))

describe.each(ours)('$name', c => {
  test('is the picture that ComfyUI makes of the same nodes', async () => {
    await expectCase(c, await drawCase(c, await startOf(c), context), VAE, context)
  })
})
