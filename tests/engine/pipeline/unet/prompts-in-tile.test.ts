import { expect, test } from 'vitest'
import type { EncodedPrompt } from '../../../../engine/pipeline/types.ts'
import { promptsInTiles } from '../../../../engine/pipeline/unet/prompts-in-tile.ts'
import { tensor, zeros } from '../../../../engine/tensor/tensor.ts'

const embedding = zeros([1, 77, 8])
const place = { region: { x: 64, y: 0, width: 64, height: 64 }, size: { width: 32, height: 32 } }
/** 64 × 64 became 128 × 128; the tile is its upper right quarter. */
const sizes = { before: { width: 64, height: 64 }, now: { width: 128, height: 128 } }
const inTile = (prompt: Partial<EncodedPrompt>) => promptsInTiles([{ embedding, ...prompt }], sizes)(place)[0]!

test('an area is cut to the tile, in its latent pixels; beside the tile it is dropped with its strength', () => {
  // In the enlarged picture it lies from 32 to 96 across and from 16 to 48 down.
  const area = { unit: 'pixels', x: 2, y: 1, width: 4, height: 2 } as const
  expect(inTile({ area, strength: 0.5 })).toEqual({
    embedding,
    strength: 0.5,
    area: { unit: 'pixels', x: 0, y: 2, width: 4, height: 4 },
  })
  const shares = { unit: 'shares', x: 0.25, y: 0.125, width: 0.5, height: 0.25 } as const
  expect(inTile({ area: shares }).area).toEqual({ unit: 'pixels', x: 0, y: 2, width: 4, height: 4 })
  expect(inTile({ area: { ...area, width: 1 }, strength: 0.5 })).toEqual({ embedding })
})

test('a prompt without an area keeps its strength', () => {
  expect(inTile({ strength: 0.3 })).toEqual({ embedding, strength: 0.3 })
})

test('the reference image of a ControlNet is cut to the tile and gets its size', () => {
  const picture = tensor(
    [1, 4, 4, 1],
    Float32Array.from({ length: 16 }, (_, i) => i),
  )
  const use = { picture, strength: 1, range: { start: 0, end: 1 } } as unknown as NonNullable<
    EncodedPrompt['controls']
  >[0]
  const hint = inTile({ controls: [use] }).controls![0]!.picture
  expect(hint.dims).toEqual([1, 32, 32, 1])
  // The right half of the upper two rows, each pixel 16 × 16 times.
  expect([0, 16, 32 * 16, 32 * 16 + 16].map(i => hint.data[i])).toEqual([2, 3, 6, 7])
})

test('a mask is cut to the tile; what a tile has more is filled from its edges', () => {
  const half = tensor(
    [1, 8, 8],
    Float32Array.from({ length: 64 }, (_, i) => Number(i % 8 >= 4)),
  )
  const maskIn = (width: number) => {
    const wide = { ...place, size: { width, height: 32 } }
    const prompt = { embedding, mask: { mask: half, strength: 1, boundsOnly: false } }
    return promptsInTiles([prompt], sizes)(wide)[0]!.mask!.mask
  }
  const { dims, data } = maskIn(32)
  expect(dims).toEqual([1, 32, 32])
  expect(data[16 * 32 + 31]).toBe(1)
  const stretched = maskIn(48)
  expect(stretched.dims).toEqual([1, 32, 48])
  expect(stretched.data[16 * 48]).toBe(stretched.data[16 * 48 + 8])
})

test("GLIGEN's boxes are cut to the tile, and those beside it are dropped", () => {
  const box = { words: zeros([1, 4]), x: 2, y: 1, width: 4, height: 2 }
  const grounded = { gligen: {}, boxes: [box, { ...box, x: 0, width: 1 }] } as unknown as NonNullable<
    EncodedPrompt['grounded']
  >
  expect(inTile({ grounded }).grounded!.boxes).toEqual([{ words: box.words, x: 0, y: 2, width: 4, height: 4 }])
})
