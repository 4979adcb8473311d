import { expect, test } from 'vitest'
import { describeFile } from '../../../../engine/recognise/describe-file.ts'
import { autoencoderLayers } from '../../../../server/bench/layout/autoencoder.ts'
import { below, biased } from '../../../../server/bench/layout/layer.ts'
import { clipG, clipL, openClipText } from '../../../../server/bench/layout/text-encoders.ts'
import { type UnetShape, unetLayers } from '../../../../server/bench/layout/unet.ts'
import { headerOf } from '../../checkpoint/files.ts'
import { clipH, openClipVisionLayers, textFile, visionLayers } from '../layouts/clip.ts'
import { type Layers, layout } from '../layouts/layout.ts'
import { diffusersUnetLayers, kinds } from '../layouts/unet.ts'
import { diffusersVaeLayers } from '../layouts/vae.ts'

const describe = (...parts: readonly Layers[]) => describeFile(headerOf(layout(...parts)))
const unetOf = (unet: Layers) => below('model.diffusion_model', unet)

test.each<[string, UnetShape, object]>([
  ['SD 1.5', kinds.sd1, { family: 'sd1', latents: 'sd', variants: [] }],
  ['SD 2.1', kinds.sd2, { family: 'sd2', latents: 'sd', variants: [] }],
  ['SDXL', kinds.sdxl, { family: 'sdxl', latents: 'sdxl', variants: [] }],
  ['SDXL’s refiner', kinds.refiner, { family: 'sdxl-refiner', latents: 'sdxl', variants: [] }],
  ['SSD-1B', kinds.ssd1b, { family: 'sdxl', variants: ['SSD-1B'] }],
  ['Segmind Vega', kinds.vega, { family: 'sdxl', variants: ['Segmind Vega'] }],
  ['KOALA', kinds.koala700m, { family: 'sdxl', variants: ['KOALA-700M'] }],
  [
    'an inpainting SD 1.5',
    { ...kinds.sd1, inChannels: 9 },
    { family: 'sd1', variants: ['inpainting'], inpainting: true },
  ],
  ['an inpainting SD 2', { ...kinds.sd2, inChannels: 9 }, { family: 'sd2', variants: ['inpainting'] }],
  ['an inpainting SDXL', { ...kinds.sdxl, inChannels: 9 }, { family: 'sdxl', variants: ['inpainting'] }],
  ['instruct-pix2pix', { ...kinds.sd1, inChannels: 8 }, { family: 'sd1', variants: ['instruct-pix2pix'] }],
  ['SDXL’s instruct-pix2pix', { ...kinds.sdxl, inChannels: 8 }, { family: 'sdxl', variants: ['instruct-pix2pix'] }],
  ['SD 2’s depth model', { ...kinds.sd2, inChannels: 5 }, { family: 'sd2', variants: ['depth'] }],
  ['SD 2.1 unCLIP', { ...kinds.sd2, pooled: 2048 }, { family: 'sd2', variants: ['unCLIP'] }],
])('%s is recognised, in CompVis’ and in diffusers’ names', (_, kind, expected) => {
  expect(describe(unetOf(unetLayers(kind)))).toMatchObject({ kind: 'unet', contextWidth: kind.context, ...expected })
  expect(describe(diffusersUnetLayers(kind))).toMatchObject({ kind: 'unet', contextWidth: kind.context, ...expected })
})

test.each([
  [16, 'flux', { scale: 0.3611, shift: 0.1159 }],
  [32, 'flux2', { scale: 1, shift: 0 }],
] as const)(
  'an SDXL UNet for latents of %i channels is known by its first and last layer',
  (channels, latents, numbers) => {
    const unet = (path: string) =>
      describeFile(
        headerOf(layout(unetOf(unetLayers({ ...kinds.sdxl, inChannels: channels, outChannels: channels }))), { path }),
      )
    expect(unet('/rouwei-16ch.safetensors')).toMatchObject({
      kind: 'unet',
      family: 'sdxl',
      latents,
      variants: [`${channels} channels`],
      inpainting: false,
      latentNumbers: numbers,
    })
    expect(unet('/sdxl-with-sd3-vae.safetensors').latents).toBe(channels === 16 ? 'sd3' : 'flux2')
  },
)

test.each([
  ['depth', { ...kinds.sd2, inChannels: 5 }, /^a UNet that reads 5 channels \(a depth map\)/],
  ['the x4 upscaler', { ...kinds.sd2, inChannels: 7 }, /reads 7 channels \(Stability AI's x4 upscaler\)/],
])('%s is refused with a sentence', (_, kind, refusal) => {
  expect(describe(unetLayers(kind)).refusal).toMatch(refusal)
})

test.each(['model.diffusion_model', 'model', 'unet'])('a UNet alone may have the prefix %s', prefix => {
  expect(describe(below(prefix, unetLayers(kinds.sd1)))).toMatchObject({ kind: 'unet', family: 'sd1' })
})

test('an input for the guidance scale makes a UNet an LCM', () => {
  const guidance = layout(diffusersUnetLayers(kinds.sd1), [['time_embedding.cond_proj.weight', [320, 256]]])
  expect(describeFile(headerOf(guidance))).toMatchObject({ family: 'sd1', variants: ['guidance inside, as LCM'] })
})

test('a checkpoint has UNet, text encoders and VAE', () => {
  const vae = below('first_stage_model', autoencoderLayers())
  const sd2 = describe(unetOf(unetLayers(kinds.sd2)), below('cond_stage_model.model', openClipText(clipH)), vae)
  expect(sd2).toMatchObject({ kind: 'checkpoint', family: 'sd2' })
  expect(Object.keys(sd2.parts)).toEqual(['unet', 'clipH', 'vae'])
  const l = below('conditioner.embedders.0.transformer', textFile(clipL))
  const sdxl = describe(
    unetOf(unetLayers(kinds.sdxl)),
    l,
    below('conditioner.embedders.1.model', openClipText(clipG)),
    vae,
  )
  expect(sdxl).toMatchObject({ kind: 'checkpoint', family: 'sdxl', latentNumbers: { scale: 0.13025 } })
  expect(Object.keys(sdxl.parts)).toEqual(['unet', 'clipL', 'clipG', 'vae'])
  const g = below('conditioner.embedders.0.model', openClipText(clipG))
  const refiner = describe(unetOf(unetLayers(kinds.refiner)), g, vae)
  expect(refiner).toMatchObject({ kind: 'checkpoint', family: 'sdxl-refiner' })
  expect(Object.keys(refiner.parts)).toEqual(['unet', 'clipG', 'vae'])
})

test.each([
  ['CLIP-L', textFile(clipL), 'sd1'],
  ['CLIP-H', textFile(clipH), 'sd2'],
  ['CLIP-G', textFile(clipG), 'sdxl'],
  ['CLIP-H', openClipText(clipH), 'sd2'],
  ['CLIP-G', openClipText(clipG), 'sdxl'],
] as const)('%s alone is a text encoder', (name, layers, family) => {
  expect(describe(layers)).toMatchObject({ kind: 'text-encoder', family, variants: [name] })
})

test.each([
  ['ViT-L/14', visionLayers({ width: 1024, layers: 24 }, 14)],
  ['ViT-H/14', visionLayers({ width: 1280, layers: 32 }, 14)],
  ['ViT-bigG/14', visionLayers({ width: 1664, layers: 48 }, 14)],
  ['ViT-H/14', openClipVisionLayers({ width: 1280, layers: 32 }, 14)],
] as const)('a picture encoder %s is known', (name, layers) => {
  expect(describe(layers)).toMatchObject({ kind: 'clip-vision', family: 'unknown', variants: [name] })
})

test.each([
  ['CompVis’', autoencoderLayers()],
  ['diffusers’', diffusersVaeLayers('new')],
  ['diffusers’ old', diffusersVaeLayers('old')],
] as const)('a VAE in %s names is known, and whose latents it has is not', (_, layers) => {
  const described = describe(layers)
  expect(described).toMatchObject({ kind: 'vae', family: 'unknown', latents: 'sd-or-sdxl', latentChannels: 4 })
  expect(described.refusal).toBeUndefined()
})

test.each([
  ['sdxl_vae.safetensors', 'sdxl'],
  ['sdxl-vae-fp16-fix.safetensors', 'sdxl'],
  ['vae-ft-mse-840000-ema-pruned.safetensors', 'sd'],
  ['kl-f8-anime2.safetensors', 'sd'],
  ['clearvae.safetensors', 'sd-or-sdxl'],
])('by its name %s has latents of %s', (name, latents) => {
  expect(describeFile(headerOf(layout(autoencoderLayers()), { path: `/models/vae/${name}` }))).toMatchObject({
    latents,
  })
})

test.each([
  ['diffusion_pytorch_model.safetensors', 16, 'flux-or-sd3'],
  ['ae.safetensors', 16, 'flux'],
  ['sd3_vae.safetensors', 16, 'sd3'],
  ['flux2-vae.safetensors', 32, 'flux2'],
] as const)('a VAE for wider latents is known: %s', (name, channels, latents) => {
  const path = `/models/vae/${name}`
  expect(describeFile(headerOf(layout(autoencoderLayers(channels)), { path }))).toMatchObject({
    kind: 'vae',
    latents,
    latentChannels: channels,
    variants: [`${channels} channels`],
  })
})

test('a VAE for other latents is refused with their channels', () => {
  expect(describe(autoencoderLayers(12)).refusal).toMatch(/12 channels; those of 4, 16 and 32 can be run/)
})

/** TAESD's blocks: the names are places in a row. */
const taesd = (blocks: readonly number[]): Layers =>
  blocks.flatMap(n => [0, 2, 4].flatMap(i => biased(`${n}.conv.${i}`, 64, 64, 3, 3)))

test.each([
  ['encoder', [...biased('0', 64, 3, 3, 3), ...taesd([1, 3, 4, 5, 7, 8, 9, 11, 12, 13]), ...biased('14', 4, 64, 3, 3)]],
  [
    'decoder',
    [...biased('1', 64, 4, 3, 3), ...taesd([3, 4, 5, 8, 9, 10, 13, 14, 15, 18]), ...biased('19', 3, 64, 3, 3)],
  ],
] as const)('TAESD’s %s is known, and TAESDXL’s by its name', (half, layers) => {
  expect(describe(layers)).toMatchObject({ kind: 'taesd', variants: [half], latents: 'sd-or-sdxl' })
  const xl = headerOf(layout(layers), { path: `/models/vae_approx/taesdxl_${half}.safetensors` })
  expect(describeFile(xl)).toMatchObject({ kind: 'taesd', latents: 'sdxl' })
})

test('a TAESD for other latents is known by its channels, or refused', () => {
  const decoder = (channels: number) => describe(biased('1', 64, channels, 3, 3), taesd([3]), biased('19', 3, 64, 3, 3))
  expect(decoder(16)).toMatchObject({ kind: 'taesd', latents: 'flux-or-sd3', variants: ['decoder', '16 channels'] })
  expect(decoder(12).refusal).toMatch(/12 channels/)
})
