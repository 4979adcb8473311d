import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { linksOf } from '../../../../graph/document/links.ts'
import { removeNodes, setMode } from '../../../../graph/edit/nodes.ts'
import { typesMeet } from '../../../../graph/port-types.ts'
import { toPrompt } from '../../../../graph/prompt.ts'
import type { Workflow } from '../../../../graph/workflow.ts'
import { node, workflow } from '../../build.ts'
import { specs } from '../../specs.ts'
import { documents } from '../documents.ts'
import { edited } from '../edited.ts'
import { broken } from '../invariants.ts'

const tcd = Object.values(documents)[0]!
const wires = (workflow: Workflow, to: number) =>
  [...linksOf(workflow).values()]
    .filter(wire => wire.to === String(to))
    .map(wire => [wire.from, wire.fromSlot, wire.type])

describe('deleting with rewiring', () => {
  test('joins each type past the node, in order', () => {
    const without = edited(tcd, removeNodes([20], { rewire: true }))
    expect(wires(without, 10)).toEqual([['4', 0, 'MODEL']])
    expect([...wires(without, 6), ...wires(without, 7)]).toEqual([
      ['4', 1, 'CLIP'],
      ['4', 1, 'CLIP'],
    ])
  })

  test('joins past a row of nodes that go together', () => {
    expect(wires(edited(tcd, removeNodes([20, 10, 11], { rewire: true })), 12)).toContainEqual(['4', 0, 'MODEL'])
    expect(wires(edited(tcd, removeNodes([13, 14], { rewire: true })), 8)).toContainEqual(['4', 2, 'VAE'])
  })

  test('prefers the input at the place of the output, of several of one type', () => {
    const merge = workflow(
      [
        node(1, 'A', {
          out: [
            ['MODEL', 'MODEL'],
            ['MODEL', 'MODEL'],
          ],
        }),
        node(2, 'Swap', {
          in: [
            ['x', 'MODEL', 1],
            ['y', 'MODEL', 2],
          ],
          out: [
            ['x', 'MODEL'],
            ['y', 'MODEL'],
          ],
        }),
        node(3, 'B', { in: [['model', 'MODEL', 3]] }),
      ],
      [
        [1, 1, 0, 2, 0, 'MODEL'],
        [2, 1, 1, 2, 1, 'MODEL'],
        [3, 2, 1, 3, 0, 'MODEL'],
      ],
    )
    expect(wires(edited(merge, removeNodes([2], { rewire: true })), 3)).toEqual([['1', 1, 'MODEL']])
  })

  test('leaves unwired what had nothing of its type to come from', () => {
    expect(wires(edited(tcd, removeNodes([8], { rewire: true })), 9)).toEqual([])
  })

  /** A primitive holds a value, which goes with it. */
  const candidates = tcd.nodes.filter(({ type }) => type !== 'PrimitiveNode').map(({ id }) => id)
  test('runs what bypassing the same nodes runs, whichever they are, and fits every type', () => {
    fc.assert(
      fc.property(fc.subarray(candidates), ids => {
        const joined = edited(tcd, removeNodes(ids, { rewire: true }))
        expect(broken(joined)).toEqual([])
        expect(toPrompt(joined, specs)).toEqual(toPrompt(edited(tcd, setMode(ids, 4)), specs))
        for (const { from, fromSlot, to, toSlot } of linksOf(joined).values()) {
          const output = joined.nodes.find(({ id }) => String(id) === from)?.outputs?.[fromSlot]
          const input = joined.nodes.find(({ id }) => String(id) === to)?.inputs?.[toSlot]
          expect(typesMeet(String(output?.type), String(input?.type))).toBe(true)
        }
      }),
      { numRuns: 150 },
    )
  })
})
