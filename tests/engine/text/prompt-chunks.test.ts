import { expect, test } from 'vitest'
import { type TokenizeOptions, tokenizePrompt } from '../../../engine/text/prompt-chunks.ts'
import { readGoldenJson } from '../../goldens/read.ts'

interface GoldenChunk {
  readonly ids: readonly number[]
  /** 1 where all are 1. */
  readonly w: number | readonly number[]
}

// tokens.json: ComfyUI's SD1Tokenizer (l; l_fast_v5 where transformers 5 differs) and SDXL's clip_g tokenizer (g),
// tokenize_with_weights.
const { prompts } = readGoldenJson<{
  prompts: { text: string; l: GoldenChunk[]; l_fast_v5?: GoldenChunk[]; g: GoldenChunk[]; word_ids: number[][] }[]
}>('tokens.json')

const withoutFiles = { embedding: () => null }
const padL = 49407

const weightsOf = ({ w }: GoldenChunk): readonly number[] => (typeof w === 'number' ? Array(77).fill(w) : w)

test.each(prompts.map((prompt, i) => ({ ...prompt, name: `${i}: ${JSON.stringify(prompt.text).slice(0, 60)}` })))(
  '$name has the chunks, weights and word numbers of the reference',
  ({ text, l, l_fast_v5, g, word_ids }) => {
    const forL = tokenizePrompt(text, { ...withoutFiles, pad: padL }).chunks
    if (l_fast_v5) {
      expect(forL.map(chunk => chunk.tokens)).toEqual(l_fast_v5.map(chunk => chunk.ids))
      expect(forL.map(chunk => chunk.weights)).toEqual(l_fast_v5.map(weightsOf))
      return
    }
    const forG = tokenizePrompt(text, { ...withoutFiles, pad: 0 }).chunks
    expect(forL.map(chunk => chunk.tokens)).toEqual(l.map(chunk => chunk.ids))
    expect(forG.map(chunk => chunk.tokens)).toEqual(g.map(chunk => chunk.ids))
    expect(forL.map(chunk => chunk.weights)).toEqual(l.map(weightsOf))
    expect(forG.map(chunk => chunk.weights)).toEqual(g.map(weightsOf))
    expect(forL.map(chunk => chunk.wordIds)).toEqual(word_ids)
  },
)

const cat = 2368
const two = [Float32Array.of(1, 2), Float32Array.of(3, 4)]
const files: TokenizeOptions = { pad: padL, embedding: name => (name === 'neg/hand' ? two : null) }

/** The tokens between start and end, of one chunk. */
const inner = (prompt: string, options = files) => {
  const { chunks, missing } = tokenizePrompt(prompt, options)
  const tokens = chunks[0]!.tokens
  return { tokens: tokens.slice(1, tokens.indexOf(49407)), missing }
}

test('an embedding’s vectors take one position each, between the words around them', () => {
  expect(inner('cat embedding:neg/hand cat')).toEqual({ tokens: [cat, ...two, cat], missing: [] })
})

test('a comma after the name does not hide the file, and stays in the prompt', () => {
  expect(inner('embedding:neg/hand, cat')).toEqual({ tokens: [...two, 267, cat], missing: [] })
})

test('vectors are weighted like words', () => {
  const [chunk] = tokenizePrompt('(embedding:neg/hand:1.2)', files).chunks
  expect(chunk!.weights.slice(0, 4)).toEqual([1, 1.2, 1.2, 1])
  expect(chunk!.wordIds.slice(0, 4)).toEqual([0, 1, 1, 0])
})

test('a missing embedding is ignored and reported once', () => {
  expect(inner('embedding:gone, cat embedding:gone')).toEqual({ tokens: [267, cat], missing: ['gone'] })
})

test('a reference in the middle of a word is plain text', () => {
  expect(inner('anembedding:neg/hand').missing).toEqual([])
  expect(inner('anembedding:neg/hand').tokens).not.toContain(two[0])
})

test('an embedding of fewer than eight vectors is not cut at the end of a chunk', () => {
  const { chunks } = tokenizePrompt(`${'cat '.repeat(74)}embedding:neg/hand`, files)
  expect(chunks.map(chunk => chunk.tokens.indexOf(two[0]!))).toEqual([-1, 1])
})

test('a prompt that no sampler could read is refused in a sentence', { timeout: 60_000 }, () => {
  const options = { pad: 0, embedding: () => null }
  expect(tokenizePrompt('cat '.repeat(75 * 200), options).chunks).toHaveLength(200)
  expect(() => tokenizePrompt(`(a:${'1'.repeat(60_000)}x)`, options)).toThrow(
    'The prompt is 801 chunks of 75 tokens long; at most 200 are read: shorten it',
  )
  expect(() => tokenizePrompt('a'.repeat(1_000_001), options)).toThrow('The prompt has 1000001 characters')
})

test('an encoder of 248 positions takes a long prompt in one chunk', () => {
  const words = Array<string>(200).fill('cat').join(' ')
  const { chunks } = tokenizePrompt(words, { length: 248, pad: 49407, embedding: () => null })
  expect(chunks.map(({ tokens }) => tokens.length)).toEqual([248])
  expect(chunks[0]!.tokens.lastIndexOf(chunks[0]!.tokens[1]!)).toBe(200)
})
