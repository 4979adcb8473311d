import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { removeNodes } from '../../../graph/edit/nodes.ts'
import { commandOf, isEnabled, runCommand } from '../../../renderer/commands/all-commands.ts'
import { comparablesOf, compareValues } from '../../../renderer/compare/compare-values.ts'
import { openCell } from '../../../renderer/compare/open-cell.ts'
import { selectNodes } from '../../../renderer/studio/selection.ts'
import { openStudio, textOf } from '../open-studio.ts'

const textOfFile = (name: string): string =>
  readFileSync(new URL(`../../../workflows/${name}.json`, import.meta.url), 'utf8')

/** A workflow of the examples: node 6 has the steps and the eta, node 8 shows the picture or compares it. */
function openExample(name: string) {
  const { studio } = openStudio()
  const document = studio.documents.open({ title: 'A', path: null, text: textOfFile(name) })
  const node = (id: number) => document.read().present.nodes.find(node => node.id === id)
  const grid = () => document.read().present.nodes.find(({ type }) => type === 'CompareGrid')
  /** What the grid says for its columns, rows and blocks. */
  const axes = () => ((grid()?.widgets_values ?? []) as readonly unknown[]).slice(0, 3)
  const comparable = (id: number, widget: string) =>
    comparablesOf(studio, document.read().present, node(id)!).find(each => each.widget === widget)!
  const isPossible = (id: string) => isEnabled(studio, commandOf(studio, id)!)
  return { studio, document, grid, axes, comparable, isPossible }
}

test('a comparison begins with the setting of the selected node that shows the most', () => {
  const { studio, document, grid, axes, isPossible } = openExample('hyper-sd-4-steps-eta')
  expect(isPossible('node.compare')).toBe(false)
  document.select(selectNodes(['6']))
  expect(isPossible('node.compare')).toBe(true)
  runCommand(studio, 'node.compare')
  expect(axes()[0]).toBe('6 (TCD Model Sampling Discrete).steps = 1, 2, 4, 8')
  expect(document.read().undoable).toBe('Compare steps')
  expect([...document.read().selection.nodes]).toEqual([String(grid()?.id)])
})

test('a second setting becomes the next axis of the same grid, and a setting compared already stays as it is', () => {
  const { studio, document, axes, comparable } = openExample('hyper-sd-4-steps-eta')
  for (const widget of ['steps', 'eta', 'steps']) compareValues(studio, document, comparable(6, widget))
  expect(axes()).toEqual([
    '6 (TCD Model Sampling Discrete).steps = 1, 2, 4, 8',
    expect.stringMatching(/^6 \(TCD Model Sampling Discrete\)\.eta = 0, /),
    '',
  ])
})

test('only widgets that no link sets can be compared, of nodes that are known', () => {
  const { studio } = openStudio()
  const document = studio.documents.open({
    title: 'A',
    path: null,
    text: JSON.stringify({
      version: 0.4,
      nodes: [
        { id: 1, type: 'PrimitiveNode', outputs: [{ name: 'INT', type: 'INT', links: [7] }], widgets_values: [20] },
        { id: 2, type: 'KSampler', inputs: [{ name: 'steps', type: 'INT', link: 7, widget: { name: 'steps' } }] },
        { id: 3, type: 'SomebodysNode' },
      ],
      links: [[7, 1, 0, 2, 0, 'INT']],
    }),
  })
  const { present } = document.read()
  const widgets = (index: number) => comparablesOf(studio, present, present.nodes[index]!).map(({ widget }) => widget)
  expect(widgets(1)).toContain('cfg')
  expect(widgets(1)).not.toContain('steps')
  expect(widgets(2)).toEqual([])
})

test('nothing is compared where the node leads to no picture, and for several nodes at once', () => {
  const { studio, document, isPossible } = openExample('hyper-sd-4-steps-eta')
  document.select(selectNodes(['4', '6']))
  expect(isPossible('node.compare')).toBe(false)
  const alone = studio.documents.open({ title: 'B', path: null, text: textOf(['EmptyLatentImage', 64, 64, 1]) })
  alone.select(selectNodes(['1']))
  expect(isPossible('node.compare')).toBe(false)
  const [width] = comparablesOf(studio, alone.read().present, alone.read().present.nodes[0]!)
  expect(() => compareValues(studio, alone, width!)).toThrow(/Empty Latent Image .* picture/)
})

/** The example with a grid, whose run reported its axes. */
function drawGrid() {
  const example = openExample('compare-steps-eta')
  const { studio, document } = example
  studio.runs.follow('r', document.id, document.read().present)
  studio.runs.receive('r', { kind: 'grid', grid: { node: '8', axes: [], cells: 12 } })
  const view = () => studio.runs.store.getState().views[document.id]!.grids['8']!
  return { ...example, view }
}

const picture = { filename: 'cell.png', subfolder: '', type: 'output', path: '/out/cell.png' } as const
const cell = {
  at: [1, 2],
  overrides: [
    { id: '6', input: 'steps', value: 2 },
    { id: '6', input: 'eta', value: 1 },
  ],
  picture,
  seconds: null,
  reused: false,
  error: null,
}

test('a comparison can be looked at as soon as a run draws it', () => {
  const { studio, document, isPossible } = drawGrid()
  expect(isPossible('node.comparison')).toBe(true)
  runCommand(studio, 'node.comparison')
  expect(studio.layout.store.getState().overlay).toEqual({
    kind: 'node',
    view: 'compare',
    document: document.id,
    node: '8',
  })
})

test('a cell opens as a document of its own with its values and its picture', async () => {
  const { studio, document, view } = drawGrid()
  await openCell(studio, document, view(), cell)
  const opened = studio.documents.active()!
  const { title, present } = opened.read()
  expect(title).toBe('A: steps = 2, eta = 1')
  expect(present.nodes.find(({ id }) => id === 6)?.widgets_values).toEqual([2, 'simple', 1, 1])
  expect(present.nodes.find(({ id }) => id === 8)).toMatchObject({ type: 'PreviewImage', widgets_values: [] })
  expect(studio.runs.store.getState().pictures[opened.id]).toEqual({ 8: [picture] })
})

test('a cell whose values have no place in the document is reported, and no document opens', async () => {
  const { studio, document, view } = drawGrid()
  document.change('Delete', removeNodes([6]))
  await openCell(studio, document, { ...view(), drawn: document.read().present }, cell)
  expect(studio.documents.store.getState().documents).toHaveLength(1)
  expect(JSON.stringify(studio.notices.store.getState())).toContain('These values cannot be applied')
})
