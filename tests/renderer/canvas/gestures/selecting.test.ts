import { describe, expect, test, vi } from 'vitest'
import { addGroup } from '../../../../graph/edit/groups.ts'
import { connect } from '../../../../graph/edit/wires/wires.ts'
import { readWidgetValues } from '../../../../graph/widgets/widget-values.ts'
import { by, canvasOnTable, type Point, place } from '../canvas-on-table.ts'

const ground: Point = [-300, -300]
const graph = () =>
  canvasOnTable(
    place('CLIPTextEncode', [0, 100]),
    place('KSampler', [500, 100]),
    connect(1, 0, 2, undefined, 'positive'),
  )

describe('a click', () => {
  test('selects a node and nothing else', () => {
    const { click, title, selected } = graph()
    click(title(1))
    click(title(2))
    expect(selected()).toEqual(['2'])
  })

  test('with Shift or Ctrl adds to the selection and takes from it', () => {
    const { click, title, selected } = graph()
    click(title(1))
    click(title(2), { shift: true })
    expect(selected()).toEqual(['1', '2'])
    click(title(1), { ctrl: true })
    expect(selected()).toEqual(['2'])
  })

  test('on the ground selects nothing, with Shift it leaves the selection', () => {
    const { click, select, selected } = graph()
    select(1, 2)
    click(ground, { shift: true })
    expect(selected()).toEqual(['1', '2'])
    click(ground)
    expect(selected()).toEqual([])
  })

  test('on a group selects the group', () => {
    const { click, document } = graph()
    document.change('Group', addGroup('G', [-400, -400, 300, 300]))
    click([-380, -390])
    expect([...document.read().selection.groups]).toEqual([0])
  })

  test('on a wire opens its menu', () => {
    const { click, scene, floating } = graph()
    const { id, middle } = scene().wires[0]!
    click(middle)
    expect(floating()).toEqual({ kind: 'menu', at: middle, hit: { on: 'wire', link: id } })
  })

  test('closes what is open over the canvas, whichever button it is', () => {
    const { click, down, row, floating } = graph()
    click(row(2, 'steps'))
    expect(floating()).not.toBeNull()
    down(ground, { button: 2 })
    expect(floating()).toBeNull()
  })
})

describe('a click on a widget', () => {
  test('opens its editor', () => {
    const { click, row, floating, selected } = graph()
    click(row(2, 'steps'))
    expect(floating()).toEqual({ kind: 'widget', node: '2', widget: 'steps', part: 'value' })
    expect(selected()).toEqual(['2'])
    click(row(2, 'seed', 'control'))
    expect(floating()).toMatchObject({ widget: 'seed', part: 'control' })
  })

  test('with Shift only selects', () => {
    const { click, row, floating, selected } = graph()
    click(row(2, 'steps'), { shift: true })
    expect([floating(), selected()]).toEqual([null, ['2']])
  })

  test('switches a toggle over, as a step to undo', () => {
    const { click, row, card, node, document } = canvasOnTable(place('ScribbleCanvas', [0, 100]))
    const inverted = () => readWidgetValues(card(1).spec!, node(1).widgets_values).values.invert
    const before = inverted()
    click(row(1, 'invert'))
    expect(inverted()).toBe(!before)
    expect(document.read().undoable).toBe('Change invert')
  })

  test('asks for a picture below a picture file', () => {
    const input = Object.assign(new EventTarget(), { click: vi.fn() })
    vi.stubGlobal('document', { createElement: () => input })
    const { click, row } = canvasOnTable(place('LoadImage', [0, 100]))
    click(row(1, 'image', 'upload'))
    expect(input).toMatchObject({ type: 'file', accept: 'image/*' })
    expect(input.click).toHaveBeenCalled()
  })

  test('does nothing while a wire gives its value', () => {
    const { click, row, floating, document } = graph()
    document.change('Wire', draft => {
      draft.nodes[1]!.inputs!.push({ name: 'steps', type: 'INT', link: 9, widget: { name: 'steps' } })
    })
    click(row(2, 'steps'))
    expect(floating()).toBeNull()
  })
})

describe('a drawing', () => {
  const scribble = () => {
    const canvas = canvasOnTable(place('ScribbleCanvas', [0, 100]))
    const [drawing] = canvas.card(1).layout.widgets
    const opened = () => canvas.studio.layout.store.getState().overlay
    return { ...canvas, name: drawing!.name, opened }
  }

  test('opens by its button at once, by itself with a double click', () => {
    const button = scribble()
    button.click(button.row(1, button.name, 'draw'))
    const document = button.document.id
    expect(button.opened()).toMatchObject({ view: 'drawing', document, node: '1', widget: button.name })
    const drawing = scribble()
    drawing.click(drawing.row(1, drawing.name))
    expect(drawing.opened()).toBeNull()
    drawing.doubleClick(drawing.row(1, drawing.name))
    expect(drawing.opened()).toMatchObject({ view: 'drawing' })
  })
})

describe('a double click', () => {
  test('on the ground opens the search for a node there', () => {
    const { doubleClick, floating } = graph()
    doubleClick(ground)
    expect(floating()).toEqual({ kind: 'search', at: ground, from: null })
  })

  test('on a title renames the node or the group', () => {
    const { doubleClick, title, floating, document } = graph()
    doubleClick(title(2))
    expect(floating()).toEqual({ kind: 'title', node: '2' })
    document.change('Group', addGroup('G', [-400, -400, 300, 300]))
    doubleClick([-380, -390])
    expect(floating()).toEqual({ kind: 'group-title', index: 0 })
  })

  test('on a picture shows it large', () => {
    const { doubleClick, card, asked } = canvasOnTable(place('LoadImage', [0, 100]))
    const [x, y] = card(1).layout.picture!
    doubleClick([x + 20, y + 120])
    expect(asked.at(-1)).toMatchObject({ do: 'enlarge', card: { id: '1' } })
  })
})

describe('the menu', () => {
  test('is about the node under the pointer, which is selected unless it is part of the selection', () => {
    const { tell, title, floating, select, selected } = graph()
    tell({ kind: 'menu', at: title(1) })
    expect(selected()).toEqual(['1'])
    expect(floating()).toMatchObject({ kind: 'menu', at: title(1), hit: { on: 'title' } })
    select(1, 2)
    tell({ kind: 'menu', at: title(2) })
    expect(selected()).toEqual(['1', '2'])
  })
})

describe('a box', () => {
  const box: readonly Point[] = [
    [-50, 20],
    [0, 60],
    [600, 200],
  ]

  test('drawn with Ctrl selects what it touches, as it grows', () => {
    const { pull, up, selected, shown } = graph()
    pull(box.slice(0, 2), { ctrl: true })
    expect(selected()).toEqual([])
    pull([box[0]!, [100, 120]], { ctrl: true })
    expect(selected()).toEqual(['1'])
    pull([box[0]!, [600, 120]], { ctrl: true })
    expect(selected()).toEqual(['1', '2'])
    expect(shown().box).toEqual([-50, 20, 650, 100])
    up([600, 120])
    expect(shown().box).toBeNull()
  })

  test('drawn with Shift adds to what is selected', () => {
    const { drag, select, selected } = graph()
    select(2)
    drag([box[0]!, [100, 120]], { shift: true })
    expect(selected()).toEqual(['2', '1'])
  })

  test('leaves the selection as it was when Escape is pressed', () => {
    const { pull, pressEscape, select, selected } = graph()
    select(2)
    pull([box[0]!, [100, 120]], { ctrl: true })
    pressEscape()
    expect(selected()).toEqual(['2'])
  })

  test('is drawn over a wire too', () => {
    const { pull, scene, shown } = graph()
    const { middle } = scene().wires[0]!
    pull([middle, by(middle, 30, 30)], { ctrl: true })
    expect(shown().box).toEqual([...middle, 30, 30])
  })

  test('is drawn over a card too, and zooms with Shift besides', () => {
    const { pull, up, title, shown, selected, asked } = graph()
    pull([title(1), by(title(1), 30, 30)], { ctrl: true })
    expect([shown().box?.slice(2), selected()]).toEqual([[30, 30], ['1']])
    up(title(1))
    pull([title(1), by(title(1), 0, -30)], { ctrl: true, shift: true })
    expect(asked.at(-1)).toMatchObject({ do: 'look' })
  })

  test('takes out of the selection while Alt is held', () => {
    const { pull, tell, select, selected } = graph()
    select(1, 2)
    pull([box[0]!, [100, 120]], { ctrl: true })
    tell({ kind: 'move', at: [100, 121], alt: true })
    expect(selected()).toEqual(['2'])
  })

  test('selects the groups that lie in it', () => {
    const { pull, document } = graph()
    document.change('Group', addGroup('G', [0, -200, 300, 100]))
    pull(
      [
        [-50, -220],
        [280, -80],
      ],
      { ctrl: true },
    )
    expect([...document.read().selection.groups]).toEqual([])
    pull(
      [
        [-50, -220],
        [320, -80],
      ],
      { ctrl: true },
    )
    expect([...document.read().selection.groups]).toEqual([0])
  })
})
