import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { fileRef } from '../../../../engine/checkpoint/files/safetensors.ts'
import { loadCheckpoint, loadClip } from '../../../../engine/pipeline/load.ts'
import { applyLora } from '../../../../engine/pipeline/loras.ts'
import { encodePrompt, weightEmbedding } from '../../../../engine/pipeline/text/encode-prompt.ts'
import type { Clip } from '../../../../engine/pipeline/types.ts'
import { Sessions } from '../../../../engine/runtime/sessions.ts'
import { ShapeError, tensor } from '../../../../engine/tensor/tensor.ts'
import { readGolden, readGoldenJson } from '../../../goldens/read.ts'
import { expectClose, goldenPath } from '../../networks/run-graph.ts'

/** Prompts through ComfyUI 0.3.64's text encoders of each family (tests/goldens/README.md, nets/text_*). */
interface Case {
  readonly kind: 'sd1' | 'sd2' | 'sdxl'
  /** null: nobody asks for another layer than the family's own. */
  readonly clip_layer: number | null
  readonly prompt: string
  readonly cond: string
  readonly pooled: string
}
const { cases, lora_prompts } = readGoldenJson<{ cases: Case[]; lora_prompts: Record<string, string> }>(
  'nets/text_info.json',
)

const sessions = new Sessions({ device: 'cpu', threads: 1 })
const folder = await mkdtemp(join(tmpdir(), 'encode-prompt-'))
afterAll(async () => {
  await sessions.close()
  await rm(folder, { recursive: true })
})
const { clip } = await loadCheckpoint(await fileRef(goldenPath('pipelines/tiny_sd15.safetensors')))
const { clip: sdxl } = await loadCheckpoint(await fileRef(goldenPath('pipelines/tiny_sdxl.safetensors')))
const sd2 = await loadClip(await fileRef(goldenPath('nets/text_sd2.weights.safetensors')))

const files: Record<string, string> = {
  'embeddings/tiemb.safetensors': 'nets/embeddings/tiemb.safetensors',
  'embeddings/tiembxl.safetensors': 'nets/embeddings/tiembxl.safetensors',
  'embeddings/wide.safetensors': 'nets/text_sdxl.lora_kohya.safetensors',
  'loras/kohya.safetensors': 'nets/text_sd1.lora_kohya.safetensors',
  'loras/model.safetensors': 'pipelines/tiny_sd15.safetensors',
}
let notices: string[] = []
beforeEach(() => {
  notices = []
})
const context = {
  sessions,
  notice: (message: string) => void notices.push(message),
  find: async (folder: string, name: string) => {
    const file = files[`${folder}/${name}.safetensors`]
    return file === undefined ? null : fileRef(goldenPath(file), `${name}.safetensors`)
  },
}
const embeddingOf = async (text: string, of: Clip = clip) => (await encodePrompt(of, text, context))[0]!.embedding

describe.each([
  ['sd1', clip],
  ['sd2', sd2],
  ['sdxl', sdxl],
] as const)('the text encoders of %s', (family, of) => {
  const expected = readGolden(`nets/text_${family}.io.safetensors`)

  test.each(cases.filter(({ kind }) => kind === family))(
    'encode as ComfyUI does: layer $clip_layer, "$prompt"',
    async ({ clip_layer, prompt, cond, pooled }) => {
      const [encoded] = await encodePrompt(clip_layer === null ? of : { ...of, layer: clip_layer }, prompt, context)
      expectClose(encoded!.embedding, expected.get(cond)!, 1e-4)
      if (family === 'sdxl') expectClose(encoded!.pooled!, expected.get(pooled)!, 1e-4)
    },
  )
})

test('with a text for each of SDXL’s encoders, the shorter text is filled up with empty chunks', async () => {
  const long = 'detailed '.repeat(80)
  const [encoded] = await encodePrompt(sdxl, { clipL: 'a cat', clipG: long }, context)
  expect(encoded!.embedding.dims).toEqual([1, 154, 56])
  const [short] = await encodePrompt(sdxl, 'a cat', context)
  const firstOf = (data: Float32Array) => data.slice(0, 24)
  expect(firstOf(encoded!.embedding.data)).toEqual(firstOf(short!.embedding.data))
})

test('separate texts for two encoders are refused for the single encoder of SD 2.x', async () => {
  await expect(encodePrompt(sd2, { clipL: 'a', clipG: 'b' }, context)).rejects.toThrow(
    'text_sd2.weights.safetensors has the single text encoder of SD 2.x',
  )
})

/**
 * The reference merges a LoRA into half-precision weights and rounds the result to half; a live branch stays in float32
 * and is up to 4.1e-3 away, of values up to 3.8. With the same rounding both agree to 2e-6.
 */
describe.each([
  ['sd1', 'kohya', clip],
  ['sd1', 'peft', clip],
  ['sd2', 'kohya', sd2],
  ['sdxl', 'kohya', sdxl],
] as const)('a text LoRA of %s with %s names', (family, style, of) => {
  const expected = readGolden(`nets/text_${family}.lora_expected.safetensors`)
  const prefix = style === 'peft' ? 'peft.' : ''
  const applied = [...expected.keys()].flatMap(key => {
    const [, start, strength, prompt] = /^(peft\.)?(-?[\d.]+)\.(\d+)\.cond$/.exec(key) ?? []
    return prompt !== undefined && (start ?? '') === prefix
      ? [[Number(strength), lora_prompts[prompt]!, key] as const]
      : []
  })
  const lora = goldenPath(`nets/text_${family}.lora_${style}.safetensors`)

  async function expectEncoded(by: Clip, prompt: string, key: string, tolerance: number) {
    const [encoded] = await encodePrompt(by, prompt, context)
    expectClose(encoded!.embedding, expected.get(key)!, tolerance)
    if (encoded!.pooled) expectClose(encoded!.pooled, expected.get(key.replace(/cond$/, 'pooled'))!, tolerance)
  }

  test.each(applied)('changes the encoding as merging it would: %d on "%s"', async (strength, prompt, key) => {
    const { clip: live, notices } = await applyLora({ clip: of }, await fileRef(lora), { model: 0, clip: strength })
    expect(notices).toEqual([])
    await expectEncoded(live!, prompt, key, 1e-5)
  })

  test('has expected results to compare with', () => expect(applied.length).toBeGreaterThan(0))
})

test('a LoRA tag applies the LoRA to the text encoder and to the model', async () => {
  const [tagged] = await encodePrompt(clip, 'a photo of a cat <lora:kohya:0.4:0.7>', context)
  const file = await fileRef(goldenPath(files['loras/kohya.safetensors']!), 'kohya.safetensors')
  const { clip: patched } = await applyLora({ clip }, file, { model: 0, clip: 0.7 })
  expect(tagged!.embedding.data).toEqual((await embeddingOf('a photo of a cat ', patched!)).data)
  expect(tagged!.loras).toEqual([{ file, strength: 0.4 }])
})

test('a LoRA tag whose file is missing or is not a LoRA is refused by name', async () => {
  const encode = (text: string) => encodePrompt(clip, text, context)
  await expect(encode('a cat <lora:absent:1>')).rejects.toThrow('<lora:absent> in the prompt is missing')
  await expect(encode('a cat <lora:model:1>')).rejects.toThrow(
    '<lora:model> in the prompt names model.safetensors, which is not a LoRA',
  )
})

test('brackets that look like a change of the text stay text, with a notice', async () => {
  await embeddingOf('a [cat:dog:0.5')
  expect(notices).toEqual([
    '[cat:dog:0.5 in the prompt is not read as a change of the text, and its words stay: write [from:to:0.5] for half of the steps, [from:to:3] for 3 steps',
  ])
})

test('a missing embedding is ignored, with a notice', async () => {
  await embeddingOf('a cat, embedding:absent')
  expect(notices).toEqual(['embedding:absent is not in any embeddings folder and is ignored'])
})

test('an embedding for another model is ignored, with a notice', async () => {
  const without = await embeddingOf('a cat')
  expect((await embeddingOf('a cat embedding:wide')).data).toEqual(without.data)
  expect(notices).toHaveLength(1)
  expect(notices[0]).toContain('is not an embedding for this model')
})

const empty = tensor([1, 2, 2], Float32Array.of(1, 1, 2, 2))
const z = tensor([1, 4, 2], Float32Array.of(5, 6, 7, 8, 5, 6, 7, 8))

test('each position moves away from the empty prompt at its place in the chunk', () => {
  const weighted = weightEmbedding(z, empty, [1, 2, 0.5, 0])
  expect(weighted).toEqual(tensor([1, 4, 2], Float32Array.of(5, 6, 12, 14, 3, 3.5, 2, 2)))
})

test('weights of one change nothing', () => {
  expect(weightEmbedding(z, empty, [1, 1, 1, 1])).toBe(z)
})

test('shapes that do not match are refused', () => {
  expect(() => weightEmbedding(z, empty, [2])).toThrow(ShapeError)
  expect(() => weightEmbedding(z, tensor([1, 3, 2], new Float32Array(6)), [2, 1, 1, 1])).toThrow(ShapeError)
  expect(() => weightEmbedding(z, tensor([1, 2, 1], new Float32Array(2)), [2, 1, 1, 1])).toThrow(ShapeError)
})

test('a prompt is split as by transformers 4 where that is selected, and a note says where it makes a difference', async () => {
  const old = { ...context, transformers: 4 } as const
  const [joined, plain] = ['a \u4f60\u597d', 'a cat']
  expect(await encodePrompt(clip, joined, old)).not.toEqual(await encodePrompt(clip, joined, context))
  expect(notices).toEqual([expect.stringContaining('split as by transformers 4')])
  expect(await encodePrompt(clip, plain, old)).toEqual(await encodePrompt(clip, plain, context))
  expect(notices).toHaveLength(1)
})
