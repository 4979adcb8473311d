import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { drawnNodes } from '../../../../graph/document/drawn-nodes.ts'
import { addNode } from '../../../../graph/edit/nodes.ts'
import { setWidget } from '../../../../graph/edit/widgets.ts'
import { connect } from '../../../../graph/edit/wires/wires.ts'
import { createHistory } from '../../../../graph/history.ts'
import { parseJson } from '../../../../graph/json.ts'
import type { NodeSpec } from '../../../../graph/node.ts'
import { checkWorkflow, emptyWorkflow } from '../../../../graph/workflow.ts'
import { loadNodes } from '../../../../nodes/registry.ts'
import { layoutCard } from '../../../../renderer/canvas/cards/card-layout.ts'
import { specOf as specOfNode } from '../../../../renderer/library/spec-of.ts'

const nodes = await loadNodes()
const allSpecs = new Map([...nodes].map(([type, { spec }]) => [type, spec]))
const specOf = (type: string): NodeSpec => nodes.get(type)!.spec
const placed = (type: string) => {
  const history = createHistory(emptyWorkflow)
  return history.apply('Add', addNode(specOf(type), [100, 100])).nodes[0]!
}

describe('a card', () => {
  test('has its sockets on its edges, in the order of the document', () => {
    const layout = layoutCard(placed('KSampler'), specOf('KSampler'), 'none')
    expect(layout.inputs.map(({ name }) => name)).toEqual(['model', 'positive', 'negative', 'latent_image'])
    expect(layout.inputs.every(({ at: [x] }) => x === 0)).toBe(true)
    expect(layout.outputs.map(({ at }) => at)).toEqual([[layout.size[0], 14]])
    const heights = layout.inputs.map(({ at: [, y] }) => y)
    expect(heights).toEqual(heights.toSorted((a, b) => a - b))
  })

  test('has the rows and sockets of the chosen option, and one growing input more than are wired', () => {
    const history = createHistory(emptyWorkflow)
    const card = (index: number) => {
      const node = history.present.nodes[index]!
      return layoutCard(node, specOfNode(allSpecs, history.present, node), 'none')
    }
    history.apply('Add', addNode(specOf('ResizeImageMaskNode'), [0, 0]))
    history.apply('Add', addNode(specOf('BatchImagesNode'), [0, 0]))
    history.apply('Add', addNode(specOf('EmptyImage'), [0, 0]))
    expect(card(0).widgets.map(({ name }) => name)).toEqual([
      'resize_type',
      'resize_type.width',
      'resize_type.height',
      'resize_type.crop',
      'scale_method',
    ])
    history.apply('Choose', setWidget(specOf('ResizeImageMaskNode'), 1, 'resize_type', 'match size'))
    expect(card(0).widgets.map(({ name }) => name)).toEqual(['resize_type', 'resize_type.crop', 'scale_method'])
    expect(card(0).inputs.map(({ name }) => name)).toEqual(['input', 'resize_type.match'])
    expect(card(0).inputs.map(({ label }) => label)).toEqual(['input', 'match'])
    expect(card(1).inputs.map(({ name }) => name)).toEqual(['images.image0', 'images.image1'])
    history.apply('Connect', connect(3, 0, 2, specOf('BatchImagesNode'), 'images.image1'))
    expect(card(1).inputs.map(({ name }) => name)).toEqual(['images.image0', 'images.image1', 'images.image2'])
  })

  test('has a row for each widget and one more for what becomes of a seed', () => {
    const { widgets } = layoutCard(placed('KSampler'), specOf('KSampler'), 'none')
    expect(widgets.map(({ name, row }) => `${name} ${row.part}`)).toEqual([
      'seed value',
      'seed control',
      'steps value',
      'cfg value',
      'sampler_name value',
      'scheduler value',
      'denoise value',
    ])
  })

  test('gives a prompt the room that is left', () => {
    const node = { ...placed('CLIPTextEncode'), size: [400, 300] as const }
    const { widgets, size } = layoutCard(node, specOf('CLIPTextEncode'), 'none')
    expect(widgets[0]!.rect[3]).toBeGreaterThan(200)
    expect(size).toEqual([400, 300])
  })

  test('keeps everything on it inside it, for every node there is', () => {
    for (const { spec } of nodes.values())
      for (const pictures of ['none', 'expected', 'shown'] as const) {
        const { size, widgets, inputs, outputs, picture } = layoutCard(placed(spec.type), spec, pictures)
        for (const { rect } of widgets) expect(rect[1] + rect[3], spec.type).toBeLessThanOrEqual(size[1])
        for (const { at } of [...inputs, ...outputs]) expect(at[1], spec.type).toBeLessThanOrEqual(size[1])
        if (picture) expect(picture[1] + picture[3], spec.type).toBeLessThanOrEqual(size[1])
      }
  })

  test('shows a wired widget as wired, its socket in its row', () => {
    const history = createHistory(emptyWorkflow)
    history.apply('Add', addNode(specOf('KSampler'), [0, 0]))
    history.apply(
      'Add',
      addNode({ ...specOf('KSampler'), type: 'Source', outputs: { INT: { kind: 'socket', type: 'INT' } } }, [0, 0]),
    )
    const [sampler] = history.apply('Wire', connect(2, 0, 1, specOf('KSampler'), 'steps')).nodes
    const { widgets, inputs } = layoutCard(sampler!, specOf('KSampler'), 'none')
    const row = widgets.find(({ name }) => name === 'steps')!
    expect(row.wired).toBe(true)
    const { at } = inputs.find(({ name }) => name === 'steps')!
    expect(at).toEqual([0, row.rect[1] + 10])
  })

  test('of a node that is not installed shows the sockets that the file lists', () => {
    const node = { id: 1, type: 'Unknown', inputs: [{ name: 'a', type: 'X' }], outputs: [{ name: 'B', type: 'Y' }] }
    const { inputs, outputs, widgets } = layoutCard(node, undefined, 'none')
    expect([inputs.map(({ name }) => name), outputs.map(({ name }) => name), widgets]).toEqual([['a'], ['B'], []])
  })

  test('that is collapsed has its sockets at its title and no widgets', () => {
    const node = { ...placed('KSampler'), flags: { collapsed: true } }
    const { widgets, inputs, picture } = layoutCard(node, specOf('KSampler'), 'shown')
    expect([widgets, picture]).toEqual([[], null])
    expect(new Set(inputs.map(({ at }) => at.join()))).toEqual(new Set(['0,-15']))
  })
})

test('the shipped workflows keep the sizes they were laid out with', () => {
  const specs = new Map([...drawnNodes, ...[...nodes.values()].map(({ spec }) => spec)].map(spec => [spec.type, spec]))
  const file = new URL('../../../../workflows/hyper-sd-1-step.json', import.meta.url)
  for (const node of checkWorkflow(parseJson(readFileSync(file, 'utf8'))).nodes) {
    const [, height] = layoutCard(node, specs.get(node.type), 'expected').size
    expect(height, node.type).toBe(Number(node.size?.[1]))
  }
})
