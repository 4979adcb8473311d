import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { emptyDrawing, writeDrawing } from '../../../graph/drawing/drawing.ts'
import { type Start, startFromPicture } from '../../../graph/edit/start-from-picture.ts'
import { createHistory } from '../../../graph/history.ts'
import { parseJson } from '../../../graph/json.ts'
import { type Prompt, toPrompt } from '../../../graph/prompt.ts'
import { checkWorkflow } from '../../../graph/workflow.ts'
import { loadNodes } from '../../../nodes/registry.ts'

const specs = new Map([...(await loadNodes())].map(([type, { spec }]) => [type, spec]))
const read = (name: string) => checkWorkflow(parseJson(readFileSync(`workflows/${name}.json`, 'utf8')))
const drawing = writeDrawing(emptyDrawing)

function started(name: string, start: Start): Prompt {
  const history = createHistory(read(name))
  history.apply('Start', startFromPicture(history.present, specs, { start, image: 'fox.png', drawing })!)
  return toPrompt(history.present, specs)
}
const of = (prompt: Prompt, type: string) =>
  Object.entries(prompt).find(([, { class_type }]) => class_type === type) ??
  (['none', { class_type: '', inputs: {} }] as const)
/** The type of the node that an input is wired to. */
const source = (prompt: Prompt, type: string, input: string) => {
  const link = of(prompt, type)[1].inputs[input] as readonly [string]
  return prompt[link[0]]!.class_type
}

test.each(['base-20-steps-cfg', 'hyper-sd-4-steps-eta'])('%s starts from a picture, with a lower denoise', name => {
  const prompt = started(name, 'image-to-image')
  const sampler = name.startsWith('base') ? 'KSampler' : 'SamplerCustom'
  expect(of(prompt, 'LoadImage')[1].inputs).toEqual({ image: 'fox.png' })
  expect(source(prompt, 'VAEEncode', 'pixels')).toBe('LoadImage')
  expect(source(prompt, 'VAEEncode', 'vae')).toBe('CheckpointLoaderSimple')
  expect(source(prompt, sampler, 'latent_image')).toBe('VAEEncode')
  expect(of(prompt, 'EmptyLatentImage')[0]).toBe('none')
  expect(Object.values(prompt).flatMap(({ inputs }) => inputs.denoise ?? [])).toEqual([0.6])
})

test('a picture that is upscaled is enlarged twice before it is encoded', () => {
  const prompt = started('base-20-steps-cfg', 'upscale')
  expect(of(prompt, 'ImageScaleBy')[1].inputs).toMatchObject({ upscale_method: 'lanczos', scale_by: 2 })
  expect(source(prompt, 'VAEEncode', 'pixels')).toBe('ImageScaleBy')
  expect(of(prompt, 'KSampler')[1].inputs.denoise).toBe(0.4)
})

test('inpainting limits the sampler to what is drawn over the picture', () => {
  const prompt = started('base-20-steps-cfg', 'inpaint')
  expect(source(prompt, 'KSampler', 'latent_image')).toBe('SetLatentNoiseMask')
  expect(source(prompt, 'SetLatentNoiseMask', 'samples')).toBe('VAEEncode')
  expect(source(prompt, 'SetLatentNoiseMask', 'mask')).toBe('ScribbleCanvas')
})

test('a workflow without an empty latent is left as it is', () => {
  expect(startFromPicture(read('image-to-image'), specs, { start: 'upscale', image: 'a.png', drawing })).toBeNull()
})
