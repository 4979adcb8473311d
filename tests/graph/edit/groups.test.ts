import { describe, expect, test } from 'vitest'
import { setPinned } from '../../../graph/edit/appearance.ts'
import { storedSizes } from '../../../graph/edit/bounds.ts'
import {
  addGroup,
  boundsForGroup,
  colorGroup,
  fitGroup,
  groupsOf,
  moveGroup,
  nodesInGroup,
  removeGroup,
  renameGroup,
  resizeGroup,
} from '../../../graph/edit/groups.ts'
import { checkWorkflow, pointOf, type Workflow } from '../../../graph/workflow.ts'
import { edited } from './edited.ts'

const file = checkWorkflow({
  version: 0.4,
  nodes: [
    { id: 1, type: 'In', pos: [110, 140], size: [100, 60] },
    { id: 2, type: 'Edge', pos: { 0: 340, 1: 140 }, size: { 0: 100, 1: 60 } },
    { id: 3, type: 'Out', pos: [900, 900], size: [100, 60] },
  ],
  groups: [
    { title: 'Outer', bounding: [100, 100, 300, 200], color: '#3f789e', fold: { kept: true } },
    { title: 'Inner', bounding: { 0: 105, 1: 105, 2: 120, 3: 120 }, font_size: 20, flags: { pinned: true } },
    {},
  ],
})
const places = (workflow: Workflow) => workflow.nodes.map(({ pos }) => pointOf(pos))

describe('groups', () => {
  test('are read in every form', () => {
    expect(groupsOf(file)).toEqual([
      { index: 0, title: 'Outer', bounding: [100, 100, 300, 200], color: '#3f789e', fontSize: 24, isPinned: false },
      { index: 1, title: 'Inner', bounding: [105, 105, 120, 120], fontSize: 20, isPinned: true },
      { index: 2, title: 'Group', bounding: [0, 0, 0, 0], fontSize: 24, isPinned: false },
    ])
  })

  test('hold the nodes whose centre is in them, as large as the canvas draws them', () => {
    expect(nodesInGroup(file, 0)).toEqual([1, 2])
    expect(nodesInGroup(file, 0, id => (id === '2' ? [400, 60] : [100, 60]))).toEqual([1])
  })

  test('move with their nodes and the groups in them; pinned nodes stay', () => {
    const moved = edited(file, setPinned([1], true), moveGroup(0, [10, -5]))
    expect(places(moved)).toEqual([
      [110, 140],
      [350, 135],
      [900, 900],
    ])
    expect(moved.groups).toEqual([
      { ...file.groups![0], bounding: [110, 95, 300, 200] },
      { ...file.groups![1], bounding: { 0: 115, 1: 100, 2: 120, 3: 120 } },
      {},
    ])
    expect(moved.nodes[1]!.pos).toEqual({ 0: 350, 1: 135 })
  })

  test('are resized, named, coloured and removed, and keep what is not known of them', () => {
    const changed = edited(
      file,
      resizeGroup(0, [500, 400]),
      renameGroup(0, 'New'),
      colorGroup(0, null),
      colorGroup(2, '#b06634'),
      removeGroup(1),
    )
    expect(changed.groups).toEqual([
      { title: 'New', bounding: [100, 100, 500, 400], fold: { kept: true } },
      { color: '#b06634' },
    ])
    expect(places(changed)).toEqual(places(file))
    expect(() => edited(file, removeGroup(9))).toThrow('the workflow has no group 9')
  })

  test('fit their nodes with room for the title', () => {
    const [fitted] = groupsOf(edited(file, fitGroup(0)))
    expect(fitted?.bounding).toEqual([100, 66, 350, 144])
    expect(boundsForGroup(file, [1, 2])).toEqual([100, 66, 350, 144])
    expect(boundsForGroup(file, [])).toBeNull()
    const empty = edited(file, resizeGroup(2, [80, 80]))
    expect(edited(empty, fitGroup(2))).toBe(empty)
  })

  test('are numbered in schema 1, whichever way its counter is spelled', () => {
    const schema1 = (counter: string) => checkWorkflow({ version: 1, nodes: [], state: { [counter]: 4 } })
    for (const counter of ['lastGroupid', 'lastGroupId']) {
      const added = edited(schema1(counter), addGroup('Mine', [0, 0, 10, 10]))
      expect(added.groups).toMatchObject([{ id: 5, title: 'Mine', bounding: [0, 0, 10, 10] }])
      expect(added.state).toEqual({ [counter]: 5 })
    }
  })

  test('a collapsed node is as high as its title', () => {
    const collapsed = checkWorkflow({ nodes: [{ id: 1, type: 'A', size: [140, 300], flags: { collapsed: true } }] })
    expect(storedSizes(collapsed)('1')).toEqual([140, 0])
  })
})
