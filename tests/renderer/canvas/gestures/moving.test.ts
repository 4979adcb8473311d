import { describe, expect, test } from 'vitest'
import { linksOf } from '../../../../graph/document/links.ts'
import { addGroup, groupsOf } from '../../../../graph/edit/groups.ts'
import { connect } from '../../../../graph/edit/wires/wires.ts'
import { pointOf } from '../../../../graph/workflow.ts'
import { cornerOf } from '../../../../renderer/canvas/scene.ts'
import { by, canvasOnTable, type Point, place } from '../canvas-on-table.ts'

const graph = () => canvasOnTable(place('KSampler', [0, 100]), place('VAEDecode', [500, 100]))
type Graph = ReturnType<typeof graph>
const corners = ({ node }: Graph) => [1, 2].map(id => pointOf(node(id).pos))
/** Where cards are drawn, which may be elsewhere than the document has them. */
const drawn = ({ card }: Graph) => [1, 2].map(id => cornerOf(card(id)))

describe('dragging a card', () => {
  test('moves it by as much as the pointer, in one step to undo', () => {
    const canvas = graph()
    const { title, drag, document } = canvas
    drag([title(1), by(title(1), 50, 0), by(title(1), 70, 30)])
    expect(corners(canvas)[0]).toEqual([70, 130])
    expect(document.read().undoable).toBe('Move node')
    document.undo()
    expect(corners(canvas)[0]).toEqual([0, 100])
  })

  test('draws it under the pointer before the document has changed', () => {
    const canvas = graph()
    const { title, pull } = canvas
    pull([title(1), by(title(1), 50, 20)])
    expect(drawn(canvas)[0]).toEqual([50, 120])
    expect(corners(canvas)[0]).toEqual([0, 100])
  })

  test('moves it by as much in the graph at any scale', () => {
    const canvas = graph()
    canvas.setCamera({ offset: [10, 20], scale: 2 })
    const at = canvas.title(1)
    canvas.drag([at, by(at, 50, 20)])
    expect(corners(canvas)[0]).toEqual([25, 110])
  })

  test('selects it first when it is not selected, and leaves the others', () => {
    const canvas = graph()
    const { title, drag, select, selected } = canvas
    select(2)
    drag([title(1), by(title(1), 50, 0)])
    expect(selected()).toEqual(['1'])
    expect(corners(canvas)).toEqual([
      [50, 100],
      [500, 100],
    ])
  })

  test('with Shift adds it to the selection and moves all of it, on the grid', () => {
    const canvas = graph()
    const { title, pull, tell, up, select, selected } = canvas
    select(2)
    const at = by(title(1), 52, 3)
    pull([title(1), at], { shift: true })
    tell({ kind: 'move', at, shift: true })
    up(at, { shift: true })
    expect(selected()).toEqual(['2', '1'])
    expect(corners(canvas)).toEqual([
      [50, 100],
      [550, 100],
    ])
  })

  test('moves the selected groups with it, and nothing else of them', () => {
    const canvas = graph()
    const { document, title, pull, up, shown } = canvas
    document.change('Group', addGroup('G', [-20, 0, 400, 600]))
    document.select({ nodes: new Set(['2']), groups: new Set([0]) })
    const at = title(2)
    pull([at, by(at, 50, 20)])
    expect([...shown().groups]).toEqual([[0, [30, 20]]])
    up(by(at, 50, 20))
    expect(groupsOf(document.read().present)[0]!.bounding).toEqual([30, 20, 400, 600])
    expect(corners(canvas)).toEqual([
      [0, 100],
      [550, 120],
    ])
  })

  test('that is selected moves all that are', () => {
    const canvas = graph()
    const { title, drag, select, document } = canvas
    select(1, 2)
    drag([title(1), by(title(1), 50, 0)])
    expect(corners(canvas)).toEqual([
      [50, 100],
      [550, 100],
    ])
    expect(document.read().undoable).toBe('Move 2 nodes')
  })

  test('stops at the grid only where the settings say so', () => {
    const canvas = graph()
    canvas.studio.settings.setState({ snapToGrid: true })
    const { title, drag } = canvas
    drag([title(1), by(title(1), 52, 7)])
    expect(corners(canvas)[0]).toEqual([50, 110])
  })

  test('that is pinned moves the sheet instead', () => {
    const canvas = graph()
    canvas.document.change('Pin', draft => {
      draft.nodes[0]!.flags = { pinned: true }
    })
    const { title, drag, camera } = canvas
    drag([title(1), by(title(1), 50, 0)])
    expect(corners(canvas)[0]).toEqual([0, 100])
    expect(camera().offset).toEqual([50, 0])
  })

  test('leaves no trace when Escape is pressed', () => {
    const canvas = graph()
    const { title, pull, pressEscape, document } = canvas
    pull([title(1), by(title(1), 50, 20)])
    pressEscape()
    expect(drawn(canvas)[0]).toEqual([0, 100])
    expect(document.read().undoable).toBe('Prepare')
  })

  test('by less than four pixels is a click', () => {
    const canvas = graph()
    const { title, drag, selected, document } = canvas
    drag([title(1), by(title(1), 2, 2)])
    expect(selected()).toEqual(['1'])
    expect(document.read().undoable).toBe('Prepare')
  })
})

describe('dragging a card with Alt', () => {
  test('leaves it where it is and puts a copy under the pointer, selected, in one step to undo', () => {
    const canvas = graph()
    const { title, drag, document, present, selected } = canvas
    drag([title(1), by(title(1), 50, 0), by(title(1), 70, 30)], { alt: true })
    expect(present().nodes.map(({ type, pos }) => [type, ...pointOf(pos)])).toEqual([
      ['KSampler', 0, 100],
      ['VAEDecode', 500, 100],
      ['KSampler', 70, 130],
    ])
    expect(selected()).toEqual(['3'])
    expect(document.read().undoable).toBe('Clone')
    document.undo()
    expect(present().nodes).toHaveLength(2)
  })

  test('copies all cards that are selected, with the wires between them', () => {
    const canvas = canvasOnTable(
      place('KSampler', [0, 100]),
      place('VAEDecode', [500, 100]),
      connect(1, 0, 2, undefined, 'samples'),
    )
    const { title, drag, select, present, node } = canvas
    select(1, 2)
    drag([title(2), by(title(2), 0, 400)], { alt: true })
    expect(present().nodes).toHaveLength(4)
    expect(pointOf(node(4).pos)).toEqual([500, 500])
    expect(linksOf(present()).size).toBe(2)
  })

  test('leaves no trace when Escape is pressed', () => {
    const canvas = graph()
    const { title, pull, pressEscape, present } = canvas
    pull([title(1), by(title(1), 50, 20)], { alt: true })
    pressEscape()
    expect(present().nodes).toHaveLength(2)
    expect(drawn(canvas)[0]).toEqual([0, 100])
  })
})

describe('dragging a group', () => {
  const grouped = () => {
    const canvas = graph()
    canvas.document.change('Group', addGroup('G', [-20, 40, 400, 400]))
    return canvas
  }
  const box = ({ present }: Graph) => groupsOf(present())[0]!.bounding
  const title: Point = [300, 50]

  test('moves it with the nodes whose middle lies in it', () => {
    const canvas = grouped()
    canvas.drag([title, by(title, 100, 10)])
    expect(box(canvas)).toEqual([80, 50, 400, 400])
    expect(corners(canvas)).toEqual([
      [100, 110],
      [500, 100],
    ])
    expect(canvas.document.read().undoable).toBe('Move group')
  })

  test('draws it under the pointer, and where it was after Escape', () => {
    const canvas = grouped()
    const group = () => canvas.shown().groups.get(0)
    canvas.pull([title, by(title, 100, 10)])
    expect(group()).toEqual([80, 50])
    expect(drawn(canvas)[0]).toEqual([100, 110])
    canvas.pressEscape()
    expect(canvas.shown().groups.size).toBe(0)
    expect(drawn(canvas)[0]).toEqual([0, 100])
    expect(canvas.document.read().undoable).toBe('Group')
  })

  test('leaves pinned nodes in it where they are', () => {
    const canvas = grouped()
    canvas.document.change('Pin', draft => {
      draft.nodes[0]!.flags = { pinned: true }
    })
    canvas.drag([title, by(title, 100, 10)])
    expect(corners(canvas)[0]).toEqual([0, 100])
  })

  test('by its corner changes its size, down to 80 by 60', () => {
    const canvas = grouped()
    const corner: Point = [375, 435]
    canvas.drag([corner, by(corner, 30, 20)])
    expect(box(canvas)).toEqual([-20, 40, 430, 420])
    canvas.document.undo()
    canvas.drag([corner, by(corner, -1000, -1000)])
    expect(box(canvas)).toEqual([-20, 40, 80, 60])
  })
})

describe('dragging the corner of a card', () => {
  test('changes its size, in one step to undo', () => {
    const canvas = graph()
    const { corner, drag, card, document } = canvas
    const [w, h] = card(1).layout.size
    drag([corner(1), by(corner(1), 30, 5), by(corner(1), 60, 40)])
    expect(card(1).layout.size).toEqual([w + 60, h + 40])
    document.undo()
    expect(card(1).layout.size).toEqual([w, h])
    expect(document.read().undoable).toBe('Prepare')
  })

  test('never makes it smaller than what is on it', () => {
    const { corner, drag, card } = graph()
    const { smallest } = card(1).layout
    drag([corner(1), by(corner(1), -1000, -1000)])
    expect(card(1).layout.size).toEqual(smallest)
  })

  test('is taken back by Escape', () => {
    const { corner, pull, card, pressEscape, document } = graph()
    const before = card(1).layout.size
    pull([corner(1), by(corner(1), 60, 40)])
    pressEscape()
    expect(card(1).layout.size).toEqual(before)
    expect(document.read().undoable).toBe('Prepare')
  })
})

describe('dragging a corner of a card', () => {
  test.each<readonly [string, (size: Point) => Point, Point, Point, Point]>([
    ['upper left', () => [2, 72], [-40, -20], [40, 20], [-40, 80]],
    ['upper right', ([w]) => [w - 2, 72], [40, -20], [40, 20], [0, 80]],
    ['lower left', ([, h]) => [2, 98 + h], [-40, 20], [40, 20], [-40, 100]],
    ['lower right', ([w, h]) => [w - 2, 98 + h], [40, 20], [40, 20], [0, 100]],
  ])('resizes it: %s; the opposite corner stays where it is', (_, at, way, more, place) => {
    const canvas = graph()
    const { card, node, drag, document } = canvas
    const [w, h] = card(1).layout.size
    const from = at([w, h])
    drag([from, by(from, ...way)])
    expect(pointOf(node(1).size)).toEqual([w + more[0], h + more[1]])
    expect(corners(canvas)[0]).toEqual(place)
    document.undo()
    expect(corners(canvas)[0]).toEqual([0, 100])
  })

  test('never moves a pinned one', () => {
    const { hit, document } = graph()
    expect(hit([2, 72])).toMatchObject({ on: 'corner', corner: [-1, -1] })
    document.change('Pin', draft => {
      draft.nodes[0]!.flags = { pinned: true }
    })
    expect(hit([2, 72])).toMatchObject({ on: 'title' })
  })
})
