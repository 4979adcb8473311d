import { expect, test } from 'vitest'
import { redrawTiles } from '../../../../engine/image/redraw/redraw-tiles.ts'
import { countPasses, type RedrawSettings, tilePasses } from '../../../../engine/image/redraw/tile-passes.ts'
import type { TileRegion } from '../../../../engine/image/redraw/tile-region.ts'
import { map } from '../../../../engine/tensor/tensor.ts'
import { readGoldenJson } from '../../../goldens/read.ts'

// Reference: the steps of ComfyUI_UltimateSDUpscale over Pillow 13.0.0, tests/goldens/make/ultimate-upscale.py.
const golden = readGoldenJson<{
  picture: { width: number; height: number; bytes: string }
  cases: {
    mode: string
    tile: number[]
    blur: number
    padding: number
    seams: string
    uniform: boolean
    batch: number
    width: number
    seam_blur: number
    seam_padding: number
    tiles: unknown[]
    out: string
  }[]
}>('ultimate-upscale.json')
const bytesOf = (text: string): Uint8Array => Buffer.from(text, 'base64')

const { width, height, bytes } = golden.picture
const picture = { dims: [1, height, width, 3], data: Float32Array.from(bytesOf(bytes), byte => byte / 255) }

const cases = golden.cases.map(given => {
  const { mode: order, tile, seams, blur, padding, uniform, batch } = given
  const seam = { seamWidth: given.width, seamBlur: given.seam_blur, seamPadding: given.seam_padding }
  const size = { width: tile[0]!, height: tile[1]! }
  const settings = { order, tile: size, seams, blur, padding, uniform, batch, ...seam } as RedrawSettings
  return { name: `${order}, ${seams}, ${uniform ? 'uniform' : 'own sizes'}, ${batch} at once`, settings, given }
})

test.each(cases)('$name: the tiles and the picture are those of the pack', async ({ settings, given }) => {
  const places: (TileRegion | undefined)[] = []
  const out = await redrawTiles(picture, settings, async (tiles, place) => {
    places.push(place)
    return map(tiles, value => (255 - Math.round(value * 255)) / 255)
  })
  const shown = places.map(place => {
    if (!place) return null
    const { x, y, width, height } = place.region
    return { region: [x, y, x + width, y + height], size: [place.size.width, place.size.height] }
  })
  if (given.batch === 1) expect(shown).toEqual(given.tiles)
  expect(Uint8Array.from(out.data, value => Math.round(value * 255))).toEqual(Uint8Array.from(bytesOf(given.out)))
})

test.each(cases)('$name: the passes are counted before they are made', ({ settings }) => {
  expect(countPasses({ width, height }, settings)).toBe([...tilePasses({ width, height }, settings)].length)
})

test('tiles of unlike sizes cannot be redrawn at once', async () => {
  const settings = { ...cases[1]!.settings, batch: 2 }
  await expect(redrawTiles(picture, settings, async tiles => tiles)).rejects.toThrow('Turn force_uniform_tiles on')
})
