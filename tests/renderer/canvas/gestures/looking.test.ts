import { describe, expect, test } from 'vitest'
import { toScreen } from '../../../../renderer/canvas/camera.ts'
import { by, canvasOnTable, type Point, place } from '../canvas-on-table.ts'

const ground: Point = [-300, -300]
const graph = () => canvasOnTable(place('KSampler', [0, 100]), place('VAEDecode', [500, 100]))
const wheel = (deltaX: number, deltaY: number, { ctrlKey = false, shift = false, deltaMode = 0 } = {}) =>
  ({ kind: 'wheel', at: [100, 50], wheel: { deltaX, deltaY, deltaMode, ctrlKey }, shift }) as const

describe('the sheet', () => {
  test('moves with the pointer that drags the ground', () => {
    const { drag, camera } = graph()
    drag([ground, by(ground, 30, 0), by(ground, 30, 20)])
    expect(camera()).toEqual({ offset: [30, 20], scale: 1 })
  })

  test('moves, whatever lies under the pointer, with the middle button or while Space is held', () => {
    const middle = graph()
    middle.drag([middle.title(1), by(middle.title(1), 30, 20)], { button: 1 })
    expect(middle.camera().offset).toEqual([30, 20])
    const space = graph()
    space.tell({ kind: 'space', isHeld: true })
    const at = space.title(1)
    space.drag([at, by(at, 30, 20)])
    expect(space.camera().offset).toEqual([30, 20])
    space.tell({ kind: 'space', isHeld: false })
    space.drag([space.title(1), by(space.title(1), 30, 20)])
    expect(space.camera().offset).toEqual([30, 20])
  })

  test('moves, whatever lies under the pointer, while it is locked; a click only selects', () => {
    const { studio, tell, drag, camera, title, selected, document } = graph()
    studio.layout.toggleLock()
    const before = document.read().present
    drag([title(1), by(title(1), 30, 20)])
    expect(camera().offset).toEqual([30, 20])
    tell({ kind: 'double click', at: title(1) })
    expect(document.read().present).toBe(before)
    drag([title(1)])
    expect(selected()).toEqual(['1'])
  })

  test('follows two fingers, and the first one drags nothing along', () => {
    const { tell, camera, title, document } = graph()
    const before = document.read().present
    const keys = { button: 0, shift: false, ctrl: false, alt: false, time: 0 }
    const at = title(1)
    tell({ kind: 'down', at, finger: 1, ...keys })
    tell({ kind: 'move', at: by(at, 10, 0), finger: 1 })
    tell({ kind: 'down', at: by(at, 100, 0), finger: 2, ...keys })
    tell({ kind: 'move', at: by(at, 40, 0), finger: 1 })
    tell({ kind: 'move', at: by(at, 130, 0), finger: 2 })
    tell({ kind: 'up', at, finger: 1, ...keys })
    tell({ kind: 'up', at, finger: 2, ...keys })
    expect(camera().offset[0]).toBeCloseTo(30)
    expect(document.read().present).toBe(before)
  })

  test('moves by as much at any scale', () => {
    const { drag, camera, setCamera } = graph()
    setCamera({ offset: [0, 0], scale: 0.5 })
    drag([ground, by(ground, 30, 20)])
    expect(camera().offset).toEqual([60, 40])
  })

  test('zooms with the wheel about the pointer', () => {
    const { tell, camera } = graph()
    tell(wheel(0, -100))
    const { offset, scale } = camera()
    expect(scale).toBeCloseTo(Math.exp(0.15))
    expect((100 - offset[0] * scale) / scale).toBeCloseTo(100)
  })

  test('zooms faster with a pinch', () => {
    const { tell, camera } = graph()
    tell(wheel(0, -10, { ctrlKey: true }))
    expect(camera().scale).toBeCloseTo(Math.exp(0.1))
  })

  test('zooms about the press with Ctrl+Shift and a drag up or down', () => {
    const { drag, camera } = canvasOnTable()
    drag(
      [
        [100, 400],
        [100, 300],
        [100, 200],
      ],
      { ctrl: true, shift: true },
    )
    expect(camera().scale).toBeCloseTo(1.005 ** 200)
    expect(toScreen(camera(), [100, 400])).toEqual([expect.closeTo(100), expect.closeTo(400)])
  })

  test('is never smaller than a twentieth and never larger than four times', () => {
    const { tell, camera } = graph()
    tell(wheel(0, 1e5))
    expect(camera().scale).toBe(0.05)
    tell(wheel(0, -1e5))
    expect(camera().scale).toBe(4)
  })

  test('moves with two fingers on a touchpad, and sideways with Shift and the wheel', () => {
    const { tell, camera } = graph()
    tell(wheel(3, 5))
    expect(camera().offset).toEqual([-3, -5])
    tell(wheel(0, 100, { shift: true }))
    expect(camera().offset).toEqual([-103, -5])
  })
})

describe('the cursor', () => {
  test('says what a drag would do', () => {
    const { move, pointer, title, socket, corner, row } = graph()
    const cursorAt = (at: Point) => {
      move(at)
      return pointer().cursor
    }
    expect(cursorAt(title(1))).toBe('')
    expect(cursorAt(socket(1, 'model'))).toBe('crosshair')
    expect(cursorAt(corner(1))).toBe('nwse-resize')
    expect(cursorAt(row(1, 'steps'))).toBe('ew-resize')
    expect(cursorAt(row(1, 'sampler_name'))).toBe('pointer')
    expect(cursorAt(ground)).toBe('')
  })

  test('is a hand that holds while something is dragged', () => {
    const { pull, up, pointer, title } = graph()
    pull([title(1), by(title(1), 30, 0)])
    expect(pointer().cursor).toBe('grabbing')
    up(by(title(1), 30, 0))
    expect(pointer().cursor).toBe('')
  })

  test('lights up the card it is over until it leaves', () => {
    const { move, pointer, title, tell } = graph()
    move(title(2))
    expect(pointer()).toMatchObject({ hovered: '2', at: title(2) })
    tell({ kind: 'leave' })
    expect(pointer()).toMatchObject({ hovered: null, at: null })
  })
})

describe('a gesture', () => {
  test('belongs to the document it began in: one that comes to the front ends it without a trace', () => {
    const { pull, title, studio, document, move, up, pointer } = graph()
    const at = title(1)
    pull([at, by(at, 60, 0)])
    const other = studio.documents.create()
    move(by(at, 90, 0))
    expect(pointer().gesture).toBeNull()
    up([90, 0])
    expect(document.read().undoable).toBe('Prepare')
    expect(other.read().undoable).toBeNull()
  })

  test('goes on when another button is pressed', () => {
    const { pull, down, up, title, node } = graph()
    const at = title(1)
    pull([at, by(at, 60, 0)])
    down(by(at, 60, 0), { button: 1 })
    up(by(at, 60, 0))
    expect(node(1).pos).toEqual([60, 100])
  })
})
