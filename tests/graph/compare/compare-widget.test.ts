import { expect, test } from 'vitest'
import { axisPlace, compareWidget } from '../../../graph/compare/compare-widget.ts'
import { linksOf } from '../../../graph/document/links.ts'
import { changed } from '../../../graph/edit/change.ts'
import { readWidgetValues } from '../../../graph/widgets/widget-values.ts'
import type { Workflow } from '../../../graph/workflow.ts'
import { loadNodes } from '../../../nodes/registry.ts'
import { open } from '../../workflows/open.ts'
import { broken } from '../edit/invariants.ts'

const specs = new Map([...(await loadNodes())].map(([type, { spec }]) => [type, spec]))
const { workflow } = open('hyper-sd-4-steps-eta.json', specs)

const compare = (document: Workflow, node: string, widget: string, axis: string): Workflow =>
  changed(document, compareWidget(axisPlace(document, specs, node, widget)!, axis, specs))
const axes = (document: Workflow, id: string) => {
  const grid = document.nodes.find(node => String(node.id) === id)!
  const { columns, rows, blocks } = readWidgetValues(specs.get('CompareGrid')!, grid.widgets_values).values
  return [columns, rows, blocks]
}

test('a first widget gets a grid beside the picture it leads to, wired to the same picture', () => {
  const once = compare(workflow, '6', 'steps', '6.steps = 1, 2')
  expect(broken(once)).toEqual([])
  expect(axes(once, '11')).toEqual(['6.steps = 1, 2', '', ''])
  const wire = [...linksOf(once).values()].find(({ to }) => to === '11')
  expect([wire?.from, wire?.fromSlot, wire?.type]).toEqual(['7', 0, 'IMAGE'])
  expect(once.nodes.find(({ id }) => id === 8)).toBe(workflow.nodes.find(({ id }) => id === 8))
})

test('the next widgets are added to its rows and then its blocks; the same widget again changes nothing', () => {
  const once = compare(workflow, '6', 'steps', '6.steps = 1, 2')
  const twice = compare(once, '6', 'eta', '6.eta = 0, 1')
  const thrice = compare(twice, '2', 'strength_model', '2.strength_model = 0, 1')
  expect(axes(thrice, '11')).toEqual(['6.steps = 1, 2', '6.eta = 0, 1', '2.strength_model = 0, 1'])
  expect(compare(thrice, '6', 'eta', '6.eta = 0.5')).toBe(thrice)
  const fourth = compare(thrice, '10', 'cfg', '10.cfg = 1, 2')
  expect(axes(fourth, '12')).toEqual(['10.cfg = 1, 2', '', ''])
})

test('a node that does not lead to a picture cannot be compared', () => {
  expect(axisPlace(workflow, specs, '8', 'filename_prefix')).toBeNull()
})

test('a picture that no node shows is compared at the end of its wires', () => {
  const nodes = workflow.nodes.filter(({ id }) => id !== 8)
  const loose = {
    ...workflow,
    nodes,
    links: (workflow.links ?? []).filter(link => !(Array.isArray(link) && link[3] === 8)),
  }
  expect(axisPlace(loose as Workflow, specs, '6', 'steps')).toEqual({
    kind: 'new',
    from: '7',
    fromSlot: 0,
    beside: '7',
  })
})
