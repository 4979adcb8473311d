import { expect, test } from 'vitest'
import { pictureVector } from '../../../../engine/pipeline/unet/picture-prompt.ts'
import { tensor } from '../../../../engine/tensor/tensor.ts'
import { readGoldenJson } from '../../../goldens/read.ts'

interface Case {
  readonly pictures: readonly { readonly embeds: number[][]; readonly strength: number; readonly noise: number }[]
  readonly merged: number
  readonly seed: number
  readonly out: readonly number[]
}
const { cases } = readGoldenJson<{ cases: Case[] }>('nets/unclip.json')

const picture = ({ embeds, ...how }: Case['pictures'][0]) => {
  const vectors = tensor([embeds.length, embeds[0]!.length], Float32Array.from(embeds.flat()))
  return { ...how, encoded: { embeds: vectors, last: vectors, penultimate: vectors } }
}

test.each(cases.map((c, i) => [i + 1, c] as const))(
  'case %d is the vector that ComfyUI gives an unCLIP model',
  (_, { pictures, merged, seed, out }) => {
    const { dims, data } = pictureVector(pictures.map(picture), { width: 20, merged }, BigInt(seed))
    expect(dims).toEqual([1, 40])
    expect(Math.max(...data.map((value, i) => Math.abs(value - out[i]!)))).toBeLessThan(1e-5)
  },
)

test('a picture that another CLIP encoded is refused with both widths', () => {
  expect(() => pictureVector(cases[0]!.pictures.map(picture), { width: 1024, merged: 0.05 }, 1n)).toThrow(
    'The picture was encoded as 20 numbers, and the model reads 1024: connect the CLIP vision model that belongs to it.',
  )
})
