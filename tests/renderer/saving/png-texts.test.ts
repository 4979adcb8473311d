import { readFileSync } from 'node:fs'
import sharp from 'sharp'
import { expect, test } from 'vitest'
import { withoutTexts } from '../../../renderer/saving/png-texts.ts'

const picture = readFileSync(new URL('../../../workflows/pictures/hyper-sd-1-step.png', import.meta.url))

test('a picture without its workflow has the same pixels and nothing of the text', async () => {
  const bare = withoutTexts(new Uint8Array(picture))
  expect(picture.includes('SamplerCustom')).toBe(true)
  expect(Buffer.from(bare).includes('SamplerCustom')).toBe(false)
  const [before, after] = await Promise.all([picture, bare].map(png => sharp(png).raw().toBuffer()))
  expect(after!.equals(before!)).toBe(true)
})

test('a picture that ends too early ends the pass; another file is refused', () => {
  for (const length of [8, 9, 20, 40, 1000]) withoutTexts(new Uint8Array(picture.subarray(0, length)))
  for (const bytes of [[], [1, 2, 3], Array(100).fill(255)])
    expect(() => withoutTexts(Uint8Array.from(bytes))).toThrow('not a PNG file')
})
