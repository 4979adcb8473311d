import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createHistory } from '../../../graph/history.ts'
import { parseJson } from '../../../graph/json.ts'
import { checkWorkflow, type Workflow, writeWorkflow } from '../../../graph/workflow.ts'
import { commandFor, type Dice, dice } from './any-command.ts'
import { documents } from './documents.ts'
import { broken } from './invariants.ts'

const hundreds = fc.array(dice, { minLength: 300, maxLength: 300 })
const few = fc.array(dice, { minLength: 1, maxLength: 40 })

describe.each(Object.entries(documents))('%s', (_, opened) => {
  const start = writeWorkflow(opened)

  test('begins whole', () => expect(broken(opened)).toEqual([]))

  test('hundreds of commands keep it whole; undone they leave the very file, redone what they made', () => {
    fc.assert(
      fc.property(hundreds, rolls => {
        const history = edited(opened, rolls, present => expect(broken(present)).toEqual([]))
        const end = writeWorkflow(history.present)
        expect(writeWorkflow(parseJson(end) as unknown as Workflow)).toBe(end)
        while (history.undoable !== null) history.undo()
        expect(writeWorkflow(history.present)).toBe(start)
        while (history.redoable !== null) history.redo()
        expect(writeWorkflow(history.present)).toBe(end)
      }),
      // Hundreds of commands take minutes to shrink; the seed that failed is printed.
      { numRuns: 1, endOnFailure: true },
    )
  })

  test('any walk back and forth finds each step as it was', () => {
    fc.assert(
      fc.property(few, fc.array(fc.boolean(), { maxLength: 60 }), (rolls, walk) => {
        const texts = [start]
        const history = edited(opened, rolls, present => {
          expect(broken(present)).toEqual([])
          texts.push(writeWorkflow(present))
        })
        let at = texts.length - 1
        for (const back of walk) {
          at = back ? Math.max(0, at - 1) : Math.min(texts.length - 1, at + 1)
          expect(writeWorkflow(back ? history.undo() : history.redo())).toBe(texts[at])
        }
      }),
      { numRuns: 5 },
    )
  })
})

/** What hand-edited files and old programs leave behind: wires without ends, ends without wires, two of one id. */
const damages: readonly ((data: Damaged, at: number) => void)[] = [
  ({ nodes }, at) => void nodes.splice(at % nodes.length, 1),
  ({ links }, at) => void links.splice(at % links.length, 1),
  ({ links }, at) => void links.push(structuredClone(links[at % links.length])),
  ({ nodes }, at) => void nodes.push(structuredClone(nodes[at % nodes.length]!)),
  ({ nodes }, at) => void delete nodes[at % nodes.length]!.outputs,
  ({ nodes }, at) => void Object.assign(nodes[at % nodes.length]!.inputs?.[0] ?? {}, { link: at }),
  data => void Object.assign(data, { last_node_id: 0, last_link_id: 0, state: data.state && {} }),
]
interface Damaged {
  readonly nodes: { outputs?: unknown; inputs?: { link?: unknown }[] }[]
  readonly links: unknown[]
  readonly state?: unknown
}

test('a damaged file is edited as far as it goes, and undone to the byte', () => {
  const blows = fc.array(fc.tuple(fc.constantFrom(...damages), fc.nat(99)), { minLength: 1, maxLength: 4 })
  fc.assert(
    fc.property(fc.constantFrom(...Object.values(documents)), blows, few, (whole, blows, rolls) => {
      const data = structuredClone(whole)
      const { nodes, links } = data as unknown as Damaged
      // Each damage takes a node or a link away or copies one, so there must be two of each.
      for (const [damage, at] of blows) if (nodes.length > 1 && links.length > 1) damage(data as unknown as Damaged, at)
      // What is damaged beyond opening is refused, and never edited.
      fc.pre(opens(data))
      const start = writeWorkflow(data)
      const history = edited(data, rolls, present => void checkWorkflow(present))
      while (history.undoable !== null) history.undo()
      expect(writeWorkflow(history.present)).toBe(start)
    }),
    { numRuns: 150 },
  )
})

function opens(data: unknown): boolean {
  try {
    checkWorkflow(data)
    return true
  } catch {
    return false
  }
}

/** @param watch  called after every command that changed something */
function edited(opened: Workflow, rolls: readonly Dice[], watch: (present: Workflow) => void) {
  const history = createHistory(opened, 2000)
  for (const roll of rolls) {
    const before = history.present
    if (history.apply('edit', commandFor(before, roll)) !== before) watch(history.present)
  }
  return history
}
