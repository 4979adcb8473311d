import { deflateSync } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { WorkflowError } from '../../../graph/errors.ts'
import { importParameters } from '../../../graph/import/a1111.ts'
import { inflate } from '../../../graph/import/inflate.ts'
import { carriesWorkflow } from '../../../graph/import/picture-text.ts'
import { readContents, readFileContents, readWorkflowFile } from '../../../graph/import/read-workflow.ts'
import { plan } from '../../../graph/plan.ts'
import { atOnce } from '../../../graph/planning/in-parts.ts'
import { type Prompt, toPrompt } from '../../../graph/prompt.ts'
import { caseBytes, readCase } from '../../fixtures/read-case.ts'
import { specs } from '../specs.ts'

const text = (name: string) => Buffer.from(caseBytes(name)).toString('utf8')
const samplers = (prompt: Prompt) => Object.values(prompt).filter(({ class_type }) => class_type === 'KSampler')
const promptOf = (name: string) => {
  const contents = atOnce(readFileContents(caseBytes(name)))
  return contents.kind === 'prompt' ? contents.prompt : toPrompt(contents.workflow, specs)
}

describe('a picture gives its workflow', () => {
  const pictures = [
    'exif-both.webp',
    'exif-prefix.webp',
    'itxt.png',
    'itxt-compressed.png',
    'ztxt.png',
    'text-both.png',
    'text-prompt-only.png',
    'prompt-nan.png',
  ]
  test.each(pictures)('%s', name => {
    expect(samplers(promptOf(name))[0]?.inputs).toMatchObject({ seed: 7, steps: 2, cfg: 4, sampler_name: 'euler' })
    expect(carriesWorkflow(caseBytes(name))).toBe(true)
  })

  const parameters = [
    'params-text.png',
    'params-itxt.png',
    'params-ztxt.png',
    'exif-usercomment-a1111.webp',
    'a1111.jpg',
  ]
  test.each(parameters)('of A1111, which is %s', name => {
    expect(promptOf(name)).toEqual(importParameters(text('a1111.txt')))
    expect(carriesWorkflow(caseBytes(name))).toBe(true)
  })

  test('whose EXIF comes after megabytes of picture', () => {
    const webp = Buffer.from(caseBytes('exif-both.webp'))
    const at = webp.indexOf('EXIF')
    const filler = Buffer.alloc(3_000_008)
    filler.write('XTRA', 0, 'latin1')
    filler.writeUInt32LE(3_000_000, 4)
    const long = Buffer.concat([webp.subarray(0, at), filler, webp.subarray(at)])
    expect(atOnce(readWorkflowFile(long, specs))).toEqual(readCase('exif-both.webp'))
  })

  test.each(['bad-workflow-good-prompt.png', 'empty-workflow-good-prompt.png'])(
    'or its prompt, and says so: %s',
    name => {
      const notes: string[] = []
      const contents = atOnce(readFileContents(caseBytes(name), { note: sentence => notes.push(sentence) }))
      expect(contents.kind).toBe('prompt')
      expect(notes).toEqual([
        expect.stringMatching(/^The workflow of this picture cannot be read; its prompt was taken\. This /),
      ])
    },
  )
})

describe('a file gives the workflow that is meant', () => {
  const files = [
    'ui-bom',
    'ui-nan',
    'ui-utf16le',
    'ui-in-extra',
    'ui-only-wrapper',
    'graph-to-prompt',
    'output-in-history',
    'api',
    'api-bom',
    'api-nan',
    'api-extra-keys',
    'api-wrapped',
    'array',
  ]
  test.each(files)('%s', name => {
    const prompt = promptOf(`${name}.json`)
    expect(samplers(prompt)[0]?.inputs).toMatchObject({ seed: 7, steps: 2, cfg: 4 })
    expect(Object.keys(prompt).filter(id => !/^\d$/.test(id))).toEqual([])
  })

  test.each([
    ['api-single-quoted', 'This is a Python dictionary, not JSON'],
    ['ui-single-quoted', 'This is a Python dictionary, not JSON'],
    ['api-trailing-comma', 'there is a comma before a closing bracket'],
    ['null', 'This file holds `null` alone'],
    ['empty', 'This file is empty.'],
  ])('or a sentence that says what it is: %s', (name, sentence) => {
    expect(() => promptOf(`${name}.json`)).toThrow(WorkflowError)
    expect(() => promptOf(`${name}.json`)).toThrow(sentence)
  })

  test('a list of several things is not a workflow', () => {
    expect(() => atOnce(readContents('[1, 2, 3]'))).toThrow('This file is a list of 3 things, not a workflow.')
  })

  test.each(['nan', 'inf'])('a number that is none is refused where it is: %s', name => {
    expect(plan(promptOf(`api-cfg-${name}.json`), specs).errors.map(({ message }) => message)).toEqual([
      expect.stringMatching(/input cfg: expected a number, got null \(NaN and Infinity in a file are read as null\)/),
    ])
  })
})

describe("A1111's texts", () => {
  const files: Record<string, readonly string[]> = {
    checkpoints: ['dream-lcm.safetensors', 'sd/dream.safetensors'],
    loras: ['detail-slider.safetensors', 'detail.safetensors'],
    upscale_models: ['4x-UltraSharp.safetensors'],
  }
  const filesOf = (folder: string) => files[folder] ?? []

  test('name a file exactly before they name the beginning of one', () => {
    const prompt = importParameters(text('a1111-exact-name.txt'), { filesOf })
    expect(prompt['1']?.inputs.ckpt_name).toBe('sd/dream.safetensors')
    expect(prompt['10']?.inputs.lora_name).toBe('detail.safetensors')
  })

  test('with Hires lines have a second pass, at its size', () => {
    const prompt = importParameters(text('a1111.txt'))
    const [first, second] = samplers(prompt)
    expect(prompt['20']).toEqual({
      class_type: 'LatentUpscale',
      inputs: { samples: ['6', 0], upscale_method: 'bilinear', width: 1024, height: 1280, crop: 'disabled' },
    })
    expect(first?.inputs).toMatchObject({ steps: 8, denoise: 1, latent_image: ['5', 0] })
    expect(second?.inputs).toEqual({ ...first?.inputs, steps: 10, denoise: 0.45, latent_image: ['20', 0] })
    expect(prompt['8']?.inputs.samples).toEqual(['25', 0])
    expect(prompt['2']?.inputs.stop_at_clip_layer).toBe(-2)
  })

  test('enlarge the picture where the upscaler is a file', () => {
    const written = text('a1111.txt')
      .replace('Latent', '4x-UltraSharp')
      .replace('Hires upscale: 2', 'Hires resize: 768x0')
    const prompt = importParameters(written, { filesOf })
    expect(prompt['21']?.inputs.model_name).toBe('4x-UltraSharp.safetensors')
    expect(prompt['23']?.inputs).toMatchObject({ image: ['22', 0], width: 768, height: 960 })
    expect(prompt['25']?.inputs.latent_image).toEqual(['24', 0])
  })

  test('without a model make none up', () => {
    const prompt = importParameters(text('a1111-noprompt.txt'))
    expect(prompt['1']?.inputs).toEqual({})
    expect(prompt['3']?.inputs.text).toBe('')
    expect(samplers(prompt)[0]?.inputs).toMatchObject({ sampler_name: 'euler_ancestral', steps: 20 })
  })

  test('of Forge keep the sampler and its automatic schedule', () => {
    const prompt = importParameters(text('a1111-forge.txt'))
    expect(samplers(prompt)[0]?.inputs).toMatchObject({
      sampler_name: 'lcm',
      scheduler: 'normal',
      cfg: 1.5,
      seed: 1234,
    })
    const automatic = text('a1111-forge.txt').replace('LCM', 'DPM++ 2M')
    expect(samplers(importParameters(automatic))[0]?.inputs.scheduler).toBe('karras')
  })

  test('that were copied as one line, or with other line ends, are read', () => {
    const written = text('a1111.txt')
    expect(atOnce(readContents(written.replaceAll('\n', '\r\n')))).toEqual(atOnce(readContents(written)))
    expect(atOnce(readContents('a cat Steps: 20, Sampler: Euler a, CFG scale: 7')).kind).toBe('prompt')
  })
})

describe('a compressed text', () => {
  test('inflates to what was deflated, whatever it is', () => {
    const bytes = fc.oneof(
      fc.uint8Array({ maxLength: 3000 }),
      fc.string({ maxLength: 3000 }).map(each => Buffer.from(each.repeat(20))),
    )
    fc.assert(
      fc.property(bytes, fc.integer({ min: 0, max: 9 }), (data, level) => {
        expect(Buffer.from(inflate(deflateSync(data, { level }), 1_000_000)!)).toEqual(Buffer.from(data))
      }),
    )
  })

  test('that is damaged or too long gives nothing', () => {
    const bomb = deflateSync(Buffer.alloc(50_000_000))
    expect(inflate(bomb, 1_000_000)).toBeUndefined()
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), noise => {
        const result = inflate(Uint8Array.from([0x78, 0x9c, ...noise]), 10_000)
        expect(result === undefined || result.length <= 10_000).toBe(true)
      }),
    )
  })
})
