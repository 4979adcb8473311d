import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { linksOf } from '../../../graph/document/links.ts'
import { setPinned } from '../../../graph/edit/appearance.ts'
import { alignNodes, arrangeNodes, distributeNodes, snapNodes } from '../../../graph/edit/arrange.ts'
import { nodeBounds, type SizeOf } from '../../../graph/edit/bounds.ts'
import { checkWorkflow, pointOf, type Workflow } from '../../../graph/workflow.ts'
import { documents } from './documents.ts'
import { edited } from './edited.ts'

const sizes: Readonly<Record<string, readonly [number, number]>> = { 1: [100, 50], 2: [200, 70], 3: [60, 20] }
const sizeOf: SizeOf = id => sizes[id]!
const file = checkWorkflow({
  nodes: [
    { id: 1, type: 'A', pos: [0, 100] },
    { id: 2, type: 'B', pos: { 0: 130, 1: 204 } },
    { id: 3, type: 'C', pos: [516, 333] },
  ],
})
const places = (workflow: Workflow) => workflow.nodes.map(({ pos }) => pointOf(pos))
const all = [1, 2, 3]

describe('arranging', () => {
  test.each([
    [
      'left',
      [
        [0, 100],
        [0, 204],
        [0, 333],
      ],
    ],
    [
      'right',
      [
        [476, 100],
        [376, 204],
        [516, 333],
      ],
    ],
    [
      'centre-x',
      [
        [238, 100],
        [188, 204],
        [258, 333],
      ],
    ],
    [
      'top',
      [
        [0, 100],
        [130, 100],
        [516, 100],
      ],
    ],
    [
      'bottom',
      [
        [0, 303],
        [130, 283],
        [516, 333],
      ],
    ],
    [
      'centre-y',
      [
        [0, 201.5],
        [130, 191.5],
        [516, 216.5],
      ],
    ],
  ] as const)('aligns to the %s', (alignment, expected) => {
    expect(places(edited(file, alignNodes(all, alignment, sizeOf)))).toEqual(expected)
  })

  test('distributes with equal gaps between the outermost two', () => {
    expect(places(edited(file, distributeNodes(all, 'x', sizeOf))).map(([x]) => x)).toEqual([0, 208, 516])
    expect(edited(file, distributeNodes([1, 2], 'x', sizeOf))).toBe(file)
  })

  test('snaps to the grid', () => {
    expect(places(edited(file, snapNodes(all)))).toEqual([
      [0, 100],
      [130, 200],
      [520, 330],
    ])
  })

  test('leaves pinned nodes and the form of places alone', () => {
    const aligned = edited(file, setPinned([1], true), alignNodes(all, 'right', sizeOf))
    expect(aligned.nodes.map(({ pos }) => pos)).toEqual([[0, 100], { 0: 376, 1: 204 }, [516, 333]])
  })

  test('of a whole graph runs left to right, with no node on another, whatever their sizes', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...Object.values(documents)),
        fc.array(fc.nat(600), { minLength: 7 }),
        (opened, roll) => {
          const size: SizeOf = id => [80 + roll[Number(id) % 7]!, 20 + roll[(Number(id) + 3) % 7]!]
          const arranged = edited(
            opened,
            arrangeNodes(id => (Number.isNaN(Number(id)) ? [90, 40] : size(id))),
          )
          const boxes = new Map(
            arranged.nodes.map(node => [
              String(node.id),
              nodeBounds(node, id => (Number.isNaN(Number(id)) ? [90, 40] : size(id))),
            ]),
          )
          for (const { from, to } of linksOf(arranged).values())
            expect(boxes.get(from)![0] + boxes.get(from)![2]).toBeLessThan(boxes.get(to)![0])
          const list = [...boxes.values()]
          list.forEach(([x, y, w, h], at) => {
            for (const [x2, y2, w2, h2] of list.slice(at + 1))
              expect(x + w <= x2 || x2 + w2 <= x || y + h <= y2 || y2 + h2 <= y).toBe(true)
          })
        },
      ),
      { numRuns: 30 },
    )
  })
})
