import { describe, expect, test } from 'vitest'
import { addGroup } from '../../../graph/edit/groups.ts'
import { setWidget } from '../../../graph/edit/widgets.ts'
import { connect } from '../../../graph/edit/wires/wires.ts'
import { nothingShown } from '../../../renderer/canvas/gestures/gesture.ts'
import { cornerOf } from '../../../renderer/canvas/scene.ts'
import { ViewGraph } from '../../../renderer/canvas/view-graph.ts'
import { canvasOnTable, place } from './canvas-on-table.ts'
import { namedLook } from './cards/cards.ts'

const look = namedLook()

function shown() {
  const canvas = canvasOnTable(
    place('CLIPTextEncode', [0, 100]),
    place('KSampler', [500, 100]),
    connect(1, 0, 2, undefined, 'positive'),
    addGroup('G', [0, 0, 300, 300]),
  )
  const graph = new ViewGraph(canvas.studio.specs)
  const show = (pictures: object = {}) => graph.show(canvas.present(), pictures as never, look)
  show()
  return { ...canvas, graph, show }
}
const none = {}

describe('the graph that is drawn', () => {
  test('keeps the cards of nodes that did not change', () => {
    const { graph, show, document, card } = shown()
    const before = [graph.cards.get('1'), graph.cards.get('2')]
    document.change('Steps', setWidget(card(2).spec!, 2, 'steps', 7))
    expect(show()).toBe(true)
    expect(graph.cards.get('1')).toBe(before[0])
    expect(graph.cards.get('2')).not.toBe(before[1])
  })

  test('says when nothing is different', () => {
    const { graph, present } = shown()
    graph.show(present(), none, look)
    expect(graph.show(present(), none, look)).toBe(false)
    expect(graph.show(present(), none, namedLook())).toBe(true)
  })

  test('makes a new card when a node gets a picture', () => {
    const { graph, show } = shown()
    const before = graph.cards.get('2')
    show({ 2: [{ filename: 'a.png' }] })
    expect(graph.cards.get('2')).not.toBe(before)
    expect(graph.cards.get('2')!.pictures).toHaveLength(1)
  })

  test('draws a wire in the colour of its type, and leaves out one whose end is gone', () => {
    const { graph, show, document } = shown()
    expect(Object.values(graph.graph.links)).toMatchObject([
      { color: '--t-conditioning', origin_id: '1', target_id: '2' },
    ])
    document.change('Damage', draft => {
      draft.nodes.splice(0, 1)
    })
    show()
    expect(graph.graph.links).toEqual({})
  })

  test('has cards and a group where a gesture has them, and back where the document has them after it', () => {
    const { graph } = shown()
    const at = () => [cornerOf(graph.cards.get('1')!), [...graph.graph._groups[0]!._bounding]]
    graph.displace({ cards: new Map([['1', [30, 140]]]), groups: new Map([[0, [20, 10]]]) })
    expect(at()).toEqual([
      [30, 140],
      [20, 10, 300, 300],
    ])
    graph.displace(nothingShown)
    expect(at()).toEqual([
      [0, 100],
      [0, 0, 300, 300],
    ])
  })
})
