import { describe, expect, test } from 'vitest'
import { drawBox, drawGrid, drawGroup } from '../../../renderer/canvas/draw-sheet.ts'
import { recordingContext } from '../recording-context.ts'
import { namedLook } from './cards/cards.ts'

describe('the sheet below the nodes', () => {
  test('has a dot every 22 units in view, from afar every 110, from farther none', () => {
    const dots = (scale: number) => {
      const { context, of } = recordingContext()
      drawGrid(context as never, namedLook(), scale, [0, 0, 220, 220])
      return of('rect').length
    }
    expect([dots(1), dots(0.3), dots(0.1)]).toEqual([100, 4, 0])
  })

  test('shows a group as a box in its colour with its title', () => {
    const { context, of, texts } = recordingContext()
    drawGroup(context as never, namedLook(), { box: [0, 0, 200, 100], color: 'teal', title: 'Upscale' })
    expect(of('fill')[0]!.paint).toMatchObject({ fillStyle: 'teal', globalAlpha: 0.2 })
    expect(texts()).toEqual(['Upscale'])
  })

  test('shows the box that selects with an edge of one pixel at any scale', () => {
    const { context, of } = recordingContext()
    drawBox(context as never, namedLook(), 0.25, [1, 2, 3, 4])
    expect(of('strokeRect')[0]).toMatchObject({ args: [1, 2, 3, 4], paint: { lineWidth: 4, globalAlpha: 1 } })
  })
})
