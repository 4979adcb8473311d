import { expect, test } from 'vitest'
import { Sessions } from '../../../engine/runtime/sessions.ts'
import clipTextEncode from '../../../nodes/conditioning/clip-text-encode.ts'
import ksampler from '../../../nodes/sampling/ksampler.ts'
import ksamplerAdvanced from '../../../nodes/sampling/ksampler-advanced.ts'
import { testContext } from '../context.ts'
import { empty } from '../draw-case.ts'
import { openTiny } from '../tiny.ts'

const sessions = new Sessions({ device: 'cpu', threads: 1 })
const context = testContext({ sessions })
const { model, encode } = await openTiny(context)
const settings = {
  model,
  steps: 4,
  cfg: 2,
  sampler_name: 'euler',
  scheduler: 'normal',
  latent_image: empty(1),
} as const
const negative = await encode('')

async function draw(text: string) {
  const inputs = { ...settings, positive: await encode(text), negative, seed: 5n, denoise: 1 }
  return [...(await ksampler.run(inputs, context)).LATENT.samples.data]
}

test('[from:to:when] gives the picture of two samplers with a text each, and makes no session for it', async () => {
  const part = async (text: string, from: number, to: number, latent_image = settings.latent_image) => {
    const [positive, isFirst] = [await encode(text), from === 0]
    const { LATENT } = await ksamplerAdvanced.run(
      {
        ...{ ...settings, positive, negative, latent_image, noise_seed: 5n, start_at_step: from, end_at_step: to },
        add_noise: isFirst ? 'enable' : 'disable',
        return_with_leftover_noise: isFirst ? 'enable' : 'disable',
      },
      context,
    )
    return LATENT
  }
  // As in the web UI the first text counts for one step more than the number says.
  const two = await part('a dog', 2, 4, await part('a cat', 0, 2))
  const made = sessions.timings.reduce((sum, { created }) => sum + created, 0)
  const edited = await draw('a [cat:dog:1]')
  const off = Math.max(...edited.map((value, i) => Math.abs(value - two.samples.data[i]!)))
  expect(off).toBeLessThan(1e-4)
  expect(await draw('a [cat:dog:0.25]')).toEqual(edited)
  expect(sessions.timings.reduce((sum, { created }) => sum + created, 0)).toBe(made)
})

test('a text that changes at once or never is the one text', async () => {
  expect(await draw('a [cat:dog:0]')).toEqual(await draw('a dog'))
  expect(await draw('a [cat:dog:4]')).toEqual(await draw('a cat'))
})

test('shares of the steps outside 0 to 1 are refused before anything is encoded', async () => {
  await expect(encode('a [cat:dog:1.5]')).rejects.toThrow(
    '[from:to:1.5] in the prompt: the text can change after a share of the steps from 0 to 1, or after a number of steps; write 2 without a point for a number of steps.',
  )
  await expect(encode('a [cat:dog:-1]')).rejects.toThrow('[from:to:-1] in the prompt')
  await expect(encode('a cat <lora:x:0.5@0,0@1.5>')).rejects.toThrow(
    '<lora:x:0.5@0,0@1.5> in the prompt: write strengths at shares of the steps, from 0 to 1',
  )
})

test('wrong shares of the steps are found before anything runs', async () => {
  const ask = async (text: string) => clipTextEncode.fingerprint!({ text }, async () => null)
  await expect(ask('a [cat:dog:1.5]')).rejects.toThrow('[from:to:1.5] in the prompt')
  await expect(ask('a cat <lora:x:0.5@0.7,0@0.5>')).rejects.toThrow('<lora:x:0.5@0.7,0@0.5> in the prompt')
})
