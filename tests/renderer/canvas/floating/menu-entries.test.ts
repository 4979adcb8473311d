import { describe, expect, test, vi } from 'vitest'
import { addGroup, groupsOf } from '../../../../graph/edit/groups.ts'
import { connect } from '../../../../graph/edit/wires/wires.ts'
import { createCanvasState } from '../../../../renderer/canvas/canvas-state.ts'
import { menuEntries } from '../../../../renderer/canvas/floating/menu-entries.ts'
import { commandOf } from '../../../../renderer/commands/all-commands.ts'
import { canvasOnTable, type Point, place } from '../canvas-on-table.ts'

function menu() {
  const canvas = canvasOnTable(
    place('CLIPTextEncode', [0, 100]),
    place('KSampler', [500, 100]),
    connect(1, 0, 2, undefined, 'positive'),
    addGroup('G', [0, 800, 300, 300]),
  )
  const { studio, document } = canvas
  const state = createCanvasState()
  const at = (at: Point) => menuEntries({ studio, document, state }, canvas.hit(at))
  const run = (where: Point, id: string) =>
    at(where)
      .own.find(entry => entry.id === id)!
      .run()
  return { ...canvas, state, at, run, wire: () => canvas.scene().wires[0]!.middle }
}
const group: Point = [100, 810]
const ground: Point = [-500, -500]

describe('the menu', () => {
  test('of a node renames it once the menu is closed', () => {
    vi.useFakeTimers()
    const { run, title, state } = menu()
    run(title(2), 'rename')
    expect(state.getState().floating).toBeNull()
    vi.runAllTimers()
    expect(state.getState().floating).toEqual({ kind: 'title', node: '2' })
    vi.useRealTimers()
  })

  test('of a widget begins with what node views add for it', () => {
    const { at, row } = menu()
    expect(at(row(2, 'steps')).own.at(-1)!.id).toBe('rename')
    expect(at(row(2, 'steps')).own.length).toBeGreaterThanOrEqual(1)
  })

  test('of a wire removes it or adds a reroute to it', () => {
    const { run, wire, present, document } = menu()
    run(wire(), 'reroute')
    expect(present().nodes.map(({ type }) => type)).toContain('Reroute')
    document.undo()
    run(wire(), 'cut')
    expect(present().nodes[1]!.inputs!.every(({ link }) => link == null)).toBe(true)
    expect(document.read().undoable).toBe('Remove wire')
  })

  test('of a group colours it, and removes it without its nodes', () => {
    const { run, present, at } = menu()
    const color = at(group).own.find(({ title }) => title.startsWith('Colour'))!
    color.run()
    expect(groupsOf(present())[0]!.color).toMatch(/^#/)
    run(group, 'remove')
    expect([groupsOf(present()), present().nodes.length]).toEqual([[], 2])
  })

  test('of the ground adds a note', () => {
    const { run, present } = menu()
    run(ground, 'note')
    expect(present().nodes.at(-1)!.type).toBe('Note')
  })

  test('names only commands that exist', () => {
    const { at, title, wire, studio } = menu()
    for (const where of [ground, group, wire(), title(1)])
      for (const id of at(where).commands) expect(commandOf(studio, id).id).toBe(id)
  })
})
