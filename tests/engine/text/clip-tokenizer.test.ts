import { expect, test } from 'vitest'
import { clipTokens, END, START } from '../../../engine/text/clip-tokenizer.ts'
import { readGoldenJson } from '../../goldens/read.ts'

// tokens.json: `bpe` of transformers 4.57.6, slow CLIPTokenizer without ftfy; `bpe_fast_v5` of transformers 5.18.0 where it
// differs. The other ids in this file come from transformers 4.57.6.
const { prompts } = readGoldenJson<{ prompts: { text: string; bpe: number[]; bpe_fast_v5?: number[] }[] }>(
  'tokens.json',
)

const named = prompts.map(({ text, ...ids }, i) => ({
  name: `${i}: ${JSON.stringify(text).slice(0, 60)}`,
  text,
  ...ids,
}))

test.each(named)('$name has the ids of transformers 5', ({ text, bpe, bpe_fast_v5 }) => {
  expect([START, ...clipTokens(text), END]).toEqual(bpe_fast_v5 ?? bpe)
})

test.each(named)('$name has the ids of transformers 4, where it is asked for', ({ text, bpe }) => {
  expect([START, ...clipTokens(text, 4), END]).toEqual(bpe)
})

test.each([
  ['a word that every object knows', 'constructor', [13321, 1208]],
  ['another such word', '__proto__', [3838, 44958, 3838]],
  ['a mark between punctuation', '!<|endoftext|>?', [256, 49407, 286]],
  ['a mark in capitals', '<|ENDOFTEXT|>', [49407]],
  ['a contraction with a long s', "it'ſ", [585, 6, 129, 379]],
  ['a lone combining iota, which vanishes', 'a\u0345b', [320, 321]],
  ['an iota that composes with its letter', 'α\u0345', [157, 122, 367]],
  ['Korean letters that compose', '\u1100\u1161', [21122, 478]],
  ['a line separator', 'a\u2028b', [320, 321]],
  ['a private-use character', '\ue000x', [343]],
  ['half a surrogate pair', '\ud83dx', [343]],
])('with transformers 4: %s', (_, text, ids) => {
  expect(clipTokens(text, 4)).toEqual(ids)
})

// Looking for the best pair in the whole word at every merge would take this past the limit of a test.
test('a word of half a million letters is tokenized', () => {
  expect(clipTokens('ab'.repeat(250_000)).length).toBeGreaterThan(1000)
})
