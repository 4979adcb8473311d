import { describe, expect, test } from 'vitest'
import { type Drawing, emptyDrawing, type Stroke } from '../../../../graph/drawing/drawing.ts'
import { strokeOf } from '../../../../graph/drawing/line.ts'
import { createDrawingSession } from '../../../../renderer/drawing/drawing-session.ts'
import { LayerBitmaps } from '../../../../renderer/drawing/surface/layer-bitmaps.ts'
import { paintSurface, type SurfaceScene } from '../../../../renderer/drawing/surface/paint-surface.ts'
import { surfaceAtRest } from '../../../../renderer/drawing/surface/surface-state.ts'
import { type Recording, recordingContext } from '../../recording-context.ts'

const line = (x: number): Stroke =>
  strokeOf('pen', 8, [
    { x, y: 0, pressure: 1 },
    { x, y: 50, pressure: 1 },
  ])
const layer = (name: string, strokes: readonly Stroke[]) => ({ name, visible: true, opacity: 1, strokes })
const drawing: Drawing = { ...emptyDrawing, width: 100, height: 100, background: 'white', layers: [layer('a', [])] }

/** A surface of 148 by 148 pixels, on which the drawing lies 1:1 with 24 pixels around it. */
function surface() {
  const screen = recordingContext()
  const layers: Recording[] = []
  const bitmaps = new LayerBitmaps(() => {
    layers.push(recordingContext())
    return layers.at(-1)!.context
  })
  const session = createDrawingSession(drawing)
  const scene: SurfaceScene = {
    drawing,
    session: session.getState(),
    state: surfaceAtRest,
    size: { width: 148, height: 148 },
    density: 1,
    edge: 'grey',
    picture: null,
    draft: null,
  }
  return {
    screen,
    /** What was painted on layers so far: every stroke is one fill or stroke. */
    strokes: () => layers.flatMap(({ calls }) => calls).filter(({ name }) => /^(fill|stroke)$/.test(name)).length,
    layers,
    paint: (part: Partial<SurfaceScene>) => paintSurface(screen.context, { ...scene, ...part }, bitmaps),
  }
}

describe('the surface', () => {
  test('has as many pixels as the screen has below it', () => {
    const { screen, paint } = surface()
    paint({ density: 2 })
    expect(screen.context.canvas).toMatchObject({ width: 296, height: 296 })
    expect(screen.of('fillRect')[0]).toMatchObject({ args: [48, 48, 200, 200], paint: { fillStyle: 'white' } })
  })

  test('has a line around the paper', () => {
    const { screen, paint } = surface()
    paint({})
    expect(screen.of('strokeRect')[0]).toMatchObject({ args: [24, 24, 100, 100], paint: { strokeStyle: 'grey' } })
  })

  test('paints visible layers that hold something, each in its opacity, from the lowest up', () => {
    const { screen, paint } = surface()
    const layers = [
      { ...layer('low', [line(10)]), opacity: 0.5 },
      { ...layer('hidden', [line(20)]), visible: false },
      layer('empty', []),
      layer('high', [line(30)]),
    ]
    paint({ drawing: { ...drawing, layers } })
    expect(screen.of('drawImage').map(({ paint }) => paint.globalAlpha)).toEqual([0.5, 1])
  })

  test('paints the picture below the layers, cut so that it covers the paper', () => {
    const { screen, paint } = surface()
    const picture = { naturalWidth: 200, naturalHeight: 100 } as HTMLImageElement
    paint({ picture, drawing: { ...drawing, picture: { name: 'a.png', opacity: 0.4, included: false } } })
    expect(screen.of('drawImage')[0]).toMatchObject({ args: [picture, -26, 24, 200, 100], paint: { globalAlpha: 0.4 } })
  })

  test('shows the pointer as a ring as wide as the pen, and the keyboard’s pen as one with a cross', () => {
    const { screen, paint } = surface()
    const session = createDrawingSession(drawing).getState()
    paint({ state: { ...surfaceAtRest, pointer: [50, 60] }, session: { ...session, widths: { pen: 20, eraser: 20 } } })
    expect(screen.of('arc').map(({ args }) => args.slice(0, 3))).toEqual([
      [50, 60, 10],
      [50, 60, 10],
    ])
    expect(screen.of('moveTo')).toEqual([])
    paint({ session: { ...session, cursor: [10, 10] } })
    expect(screen.of('arc').at(-1)!.args.slice(0, 2)).toEqual([34, 34])
    expect(screen.of('moveTo')).toHaveLength(8)
  })
})

describe('a layer that was painted before', () => {
  test('costs one stroke when one is added', () => {
    const { paint, strokes } = surface()
    const layers = [layer('a', [line(10), line(20)])]
    paint({ drawing: { ...drawing, layers } })
    expect(strokes()).toBe(2)
    paint({ drawing: { ...drawing, layers } })
    expect(strokes()).toBe(2)
    paint({ drawing: { ...drawing, layers: [layer('a', [...layers[0]!.strokes, line(30)])] } })
    expect(strokes()).toBe(3)
  })

  test('is painted again when a stroke is taken back, the paper changes or the view moves', () => {
    const { paint, strokes } = surface()
    const layers = [layer('a', [line(10), line(20)])]
    paint({ drawing: { ...drawing, layers } })
    paint({ drawing: { ...drawing, layers: [layer('a', layers[0]!.strokes.slice(0, 1))] } })
    expect(strokes()).toBe(3)
    paint({ drawing: { ...drawing, layers, background: 'black' } })
    expect(strokes()).toBe(5)
    paint({ drawing: { ...drawing, layers, background: 'black' }, density: 2 })
    expect(strokes()).toBe(7)
  })

  test('shows the stroke under way above its own, without keeping it', () => {
    const { paint, strokes, layers: bitmaps } = surface()
    const layers = [layer('a', [line(10)])]
    paint({ drawing: { ...drawing, layers }, draft: { layer: 0, stroke: line(40) } })
    expect(strokes()).toBe(2)
    paint({ drawing: { ...drawing, layers }, draft: { layer: 0, stroke: line(50) } })
    expect(strokes()).toBe(3)
    // The first bitmap is the one that holds the stroke under way.
    expect(bitmaps[0]!.of('drawImage').map(({ args }) => args[0])).toEqual([
      bitmaps[1]!.context.canvas,
      bitmaps[1]!.context.canvas,
    ])
  })
})

describe('a stroke', () => {
  const paintOf = (stroke: Stroke, background: 'black' | 'white' = 'white') => {
    const { paint, layers } = surface()
    paint({ drawing: { ...drawing, background, layers: [layer('a', [stroke])] } })
    return layers[1]!
  }
  const points = (pressures: readonly number[]) => pressures.map((pressure, i) => ({ x: 20 * i, y: 0, pressure }))

  test('of one width is one line with round ends in the paper’s ink', () => {
    expect(paintOf(line(10)).of('stroke')).toMatchObject([{ paint: { strokeStyle: 'black', lineWidth: 8 } }])
    expect(paintOf(line(10), 'black').of('stroke')).toMatchObject([{ paint: { strokeStyle: 'white' } }])
  })

  test('of changing pressure is an area: a circle at each point, joined by what lies between', () => {
    const painted = paintOf(strokeOf('pen', 8, points([1, 0.5])))
    expect(painted.of('fill')).toHaveLength(1)
    expect(painted.of('arc').map(({ args }) => [args[0], args[1]])).toEqual([
      [0, 0],
      [20, 0],
    ])
    expect(painted.of('closePath')).toHaveLength(1)
  })

  test('of one point is a dot', () => {
    const painted = paintOf(strokeOf('pen', 8, points([1])))
    expect(painted.of('arc')).toMatchObject([{ args: [0, 0, 4, 0, 2 * Math.PI] }])
    expect(painted.of('fill')).toHaveLength(1)
  })

  test('of the eraser takes away what is there', () => {
    const erased = paintOf(strokeOf('eraser', 8, points([1, 1])))
    expect(erased.of('stroke')[0]!.paint.globalCompositeOperation).toBe('destination-out')
  })
})
