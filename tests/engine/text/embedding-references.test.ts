import fc from 'fast-check'
import { expect, test } from 'vitest'
import { embeddingNames } from '../../../engine/text/embedding-references.ts'
import { tokenizePrompt } from '../../../engine/text/prompt-chunks.ts'

test.each([
  ['embedding:a', ['a']],
  ['a embedding:b\nembedding:c.safetensors', ['b', 'c.safetensors']],
  ['embedding:a, cat', ['a,', 'a']],
  ['(the embedding:dir/a:1.2) embedding:dir/a', ['dir/a']],
  ['(embedding:a)', ['a']],
  ['embedding: spaced', ['spaced']],
  ['a,embedding:b', []],
  ['embedding:', []],
  ['a cat', []],
])('%s', (prompt, names) => {
  expect(embeddingNames(prompt)).toEqual(names)
})

test('lists every embedding that the tokenizer will read', () => {
  const pieces = fc.constantFrom('embedding:', 'a', ',', ' ', '\n', '(', ')', ':1.2', 'cat ', ' embedding:x')
  fc.assert(
    fc.property(fc.array(pieces, { maxLength: 20 }), words => {
      const asked = new Set<string>()
      const embedding = (name: string) => {
        asked.add(name)
        return null
      }
      tokenizePrompt(words.join(''), { pad: 0, embedding })
      expect(new Set(embeddingNames(words.join('')))).toEqual(asked)
    }),
    { numRuns: 500 },
  )
})

test('reads a name with many commas inside', { timeout: 20_000 }, () => {
  const name = `a${','.repeat(300_000)}b`
  expect(embeddingNames(`embedding:,${name},`)).toEqual([`,${name},`, name])
})
