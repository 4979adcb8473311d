import { describe, expect, test } from 'vitest'
import { drawMap, mapOf, mapSize, placeOnMap } from '../../../../renderer/canvas/navigation/draw-map.ts'
import { recordingContext } from '../../recording-context.ts'
import { canvasOnTable, place } from '../canvas-on-table.ts'
import { namedLook } from '../cards/cards.ts'

const cards = () => [
  ...canvasOnTable(place('CheckpointLoaderSimple', [0, 0]), place('SaveImage', [2000, 1000]))
    .scene()
    .cards.values(),
]

describe('the map', () => {
  test('has every card on it, whatever the shape of the graph', () => {
    const all = cards()
    const { corner, scale } = mapOf(all)
    for (const { bounds } of all) {
      const [x, y, w, h] = bounds
      expect((x - corner[0]) * scale).toBeGreaterThan(0)
      expect((y - corner[1]) * scale).toBeGreaterThan(0)
      expect((x + w - corner[0]) * scale).toBeLessThan(mapSize[0])
      expect((y + h - corner[1]) * scale).toBeLessThan(mapSize[1])
    }
  })

  test('finds the place in the graph of a place on it', () => {
    const map = mapOf(cards())
    expect(placeOnMap(map, [0, 0])).toEqual(map.corner)
    const [x, y] = placeOnMap(map, [30, 20])
    expect([(x - map.corner[0]) * map.scale, (y - map.corner[1]) * map.scale].map(Math.round)).toEqual([30, 20])
  })

  test('of no cards is still a map', () => expect(Number.isFinite(mapOf([]).scale)).toBe(true))

  test('shows cards in the colour of their first output, and a frame around what is seen', () => {
    const { context, of } = recordingContext()
    const all = cards()
    drawMap(context as never, namedLook(), all, [0, 0, 500, 300], 2)
    expect(context.canvas).toEqual({ width: 336, height: 208 })
    expect(of('fillRect').map(({ paint }) => paint.fillStyle)).toEqual(['--t-model', '--edge-strong'])
    const { scale } = mapOf(all)
    const [, , w, h] = of('strokeRect')[0]!.args as number[]
    expect([w, h]).toEqual([500 * scale, 300 * scale])
  })
})
