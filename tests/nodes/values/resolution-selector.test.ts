import { expect, test } from 'vitest'
import resolutionSelector from '../../../nodes/values/resolution-selector.ts'
import { testContext } from '../context.ts'

type Inputs = Parameters<typeof resolutionSelector.run>[0]

/** By the formula of ComfyUI's node, computed with Python. */
test.each<[Inputs['aspect_ratio'], number, number, number, number]>([
  ['16:9 (Widescreen)', 1, 8, 1368, 768],
  ['1:1 (Square)', 2, 8, 1448, 1448],
  ['9:16 (Portrait Widescreen)', 0.4, 32, 480, 864],
  ['21:9 (Ultrawide)', 16, 128, 6272, 2688],
  ['2:3 (Portrait Photo)', 0.1, 8, 264, 400],
])('%s with %d megapixels, in steps of %i, is %i × %i', async (aspect_ratio, megapixels, multiple, width, height) => {
  expect(await resolutionSelector.run({ aspect_ratio, megapixels, multiple }, testContext())).toEqual({ width, height })
})
