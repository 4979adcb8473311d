import { expect, test } from 'vitest'
import { blurReach, pillowBlur } from '../../../../engine/image/filters/pillow-blur.ts'
import { readGoldenJson } from '../../../goldens/read.ts'

// Reference: Pillow 13.0.0, tests/goldens/make/ultimate-upscale.py.
const { width, height, bytes, cases } = readGoldenJson<{
  blur: { width: number; height: number; bytes: string; cases: { radius: number; out: string }[] }
}>('ultimate-upscale.json').blur
const bytesOf = (text: string): Uint8Array => Buffer.from(text, 'base64')

test.each(cases)('a blur of $radius gives the bytes that Pillow gives', ({ radius, out }) => {
  expect([...pillowBlur({ width, height, data: bytesOf(bytes) }, radius).data]).toEqual([...bytesOf(out)])
})

test('nothing lies beyond the reach of a blur', () => {
  const reach = blurReach(3)
  const data = new Uint8Array(2 * reach + 3)
  data[reach + 1] = 255
  const out = pillowBlur({ width: data.length, height: 1, data }, 3).data
  expect([out[0], out.at(-1)]).toEqual([0, 0])
  expect(blurReach(0)).toBe(0)
})
