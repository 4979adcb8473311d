import { describe, expect, test } from 'vitest'
import { addGroup } from '../../../graph/edit/groups.ts'
import { connect } from '../../../graph/edit/wires/wires.ts'
import { by, canvasOnTable, place } from './canvas-on-table.ts'

const graph = () => canvasOnTable(place('CLIPTextEncode', [0, 100]), place('KSampler', [500, 100]))

describe('what lies under a point', () => {
  test('is a socket within a few pixels, also outside the card', () => {
    const { hit, socket, card } = graph()
    const { inputs } = card(2).layout
    const slot = inputs.findIndex(({ name }) => name === 'positive')
    for (const dx of [-10, 0, 10])
      expect(hit(by(socket(2, 'positive'), dx, 0))).toMatchObject({ on: 'socket', side: 'input', slot })
    expect(hit(by(socket(2, 'LATENT'), 10, 0))).toMatchObject({ on: 'socket', side: 'output', slot: 0 })
  })

  test('is a widget, the title, the corner or the rest of the card', () => {
    const { hit, row, title, corner, socket } = graph()
    expect(hit(row(2, 'cfg'))).toMatchObject({ on: 'widget', widget: { name: 'cfg', row: { part: 'value' } } })
    expect(hit(row(2, 'seed', 'control'))).toMatchObject({ on: 'widget', widget: { row: { part: 'control' } } })
    expect(hit(title(2))).toMatchObject({ on: 'title' })
    expect(hit(corner(2))).toMatchObject({ on: 'corner' })
    expect(hit(by(socket(2, 'positive'), 100, 0))).toMatchObject({ on: 'card' })
  })

  test('is the picture of a node that shows one', () => {
    const { hit, card } = canvasOnTable(place('LoadImage', [0, 100]))
    const [x, y] = card(1).layout.picture!
    expect(hit([x + 5, y + 105])).toMatchObject({ on: 'picture', card: { id: '1' } })
  })

  test('is the card that is drawn last where two overlap', () => {
    const { hit } = canvasOnTable(place('KSampler', [0, 100]), place('VAEDecode', [20, 120]))
    expect(hit([60, 110])).toMatchObject({ on: 'title', card: { id: '2' } })
  })

  test('is only the title of a collapsed card', () => {
    const { hit, document, title, card } = graph()
    document.change('Collapse', draft => {
      draft.nodes[1]!.flags = { collapsed: true }
    })
    expect(hit(title(2))).toMatchObject({ on: 'title' })
    const [x, y] = card(2).bounds
    expect(hit([x + 40, y + 60])).toMatchObject({ on: 'ground' })
  })

  test('is no socket of a widget until something is wired to it', () => {
    const { hit, row, document, card } = graph()
    const [x] = card(2).bounds
    const edge = () => [x, row(2, 'steps')[1]] as const
    expect(hit(edge())).toMatchObject({ on: 'card' })
    document.change('Wire', draft => {
      draft.nodes[1]!.inputs!.push({ name: 'steps', type: 'INT', link: 9, widget: { name: 'steps' } })
    })
    expect(hit(edge())).toMatchObject({ on: 'socket', side: 'input' })
  })

  test('is a wire near its middle, nearer the larger the graph is shown', () => {
    const { hit, document, scene, setCamera } = graph()
    document.change('Wire', connect(1, 0, 2, undefined, 'positive'))
    const { id, middle } = scene().wires[0]!
    expect(hit(by(middle, 8, 0))).toEqual({ on: 'wire', link: id })
    setCamera({ offset: [0, 0], scale: 4 })
    expect(hit(by(middle, 8, 0))).toEqual({ on: 'ground' })
  })

  test('is a group by its title or its corner, of two the one above; behind a node it is the node', () => {
    const { hit, document, title } = graph()
    document.change('Group', addGroup('A', [480, 40, 600, 700]))
    document.change('Group', addGroup('B', [470, 30, 600, 700]))
    expect(hit([700, 45])).toEqual({ on: 'group', index: 1, part: 'title' })
    expect(hit([1075, 735])).toEqual({ on: 'group', index: 0, part: 'corner' })
    expect(hit([1065, 725])).toEqual({ on: 'group', index: 1, part: 'corner' })
    expect(hit(title(2))).toMatchObject({ on: 'title' })
    expect(hit([470, 400])).toEqual({ on: 'ground' })
  })

  test('is the dot of a reroute, or a socket of it', () => {
    const { hit, document } = graph()
    document.change('Reroute', draft => {
      const sockets = { inputs: [{ name: '', type: '*' }], outputs: [{ name: '', type: '*', links: [] }] }
      draft.nodes.push({ id: 9, type: 'Reroute', pos: [0, 900], size: [75, 26], ...sockets })
    })
    expect(hit([37, 913])).toMatchObject({ on: 'card', card: { id: '9' } })
    expect(hit([0, 913])).toMatchObject({ on: 'socket', side: 'input' })
    expect(hit([37, 895])).toEqual({ on: 'ground' })
  })
})
