import { expect, test } from 'vitest'
import { normalizations, normalizedWeights, weightFromZero } from '../../../../engine/pipeline/text/weighting.ts'
import { tensor } from '../../../../engine/tensor/tensor.ts'
import { readGoldenJson } from '../../../goldens/read.ts'

// Reference: the functions of ComfyUI_ADV_CLIP_emb, tests/goldens/make/packs.py.
const { weighting } = readGoldenJson<{
  weighting: {
    words: number[][]
    given: number[][]
    normalized: Record<(typeof normalizations)[number], number[]>
    z: number[]
    a1111: number[]
  }
}>('packs.json')
const chunks = weighting.words.map((wordIds, i) => ({ tokens: wordIds, wordIds, weights: weighting.given[i]! }))

test.each(normalizations)('weights are balanced by %s as ADV_CLIP_emb balances them', name => {
  const weights = normalizedWeights(chunks, name)
  weighting.normalized[name].forEach((expected, i) => {
    expect(weights[i]).toBeCloseTo(expected, 6)
  })
})

test('the empty prompt has no weights to balance', () => {
  expect(normalizedWeights([{ tokens: [0, 0], wordIds: [0, 0], weights: [1, 1] }], 'length+mean')).toEqual([1, 1])
})

test('AUTOMATIC1111’s weights multiply the embedding and keep its mean', () => {
  const z = tensor([1, 16, 3], Float32Array.from(weighting.z))
  const { data } = weightFromZero(z, weighting.given.flat())
  weighting.a1111.forEach((expected, i) => {
    expect(data[i]).toBeCloseTo(expected, 5)
  })
})
