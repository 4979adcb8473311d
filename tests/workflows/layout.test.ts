import { describe, expect, test } from 'vitest'
import { pointOf, type WorkflowNode } from '../../graph/workflow.ts'
import { loadNodes } from '../../nodes/registry.ts'
import { open, ownModelNames, textOf, workflowNames } from './open.ts'

const nodes = await loadNodes()
const specs = new Map([...nodes].map(([type, { spec }]) => [type, spec]))

interface Box {
  readonly name: string
  readonly left: number
  readonly top: number
  readonly right: number
  readonly bottom: number
}

/** Title bar included, which is drawn above a node's position. */
function boxOf(node: WorkflowNode): Box {
  const [[x, y], [width, height]] = [pointOf(node.pos), pointOf(node.size)]
  return { name: `${node.title ?? node.type}`, left: x, top: y - 30, right: x + width, bottom: y + height }
}

const groupBox = (title: string, [x, y, width, height]: readonly number[]): Box => ({
  name: title,
  left: x!,
  top: y!,
  right: x! + width!,
  bottom: y! + height!,
})

const overlap = (a: Box, b: Box) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom
const contains = (a: Box, b: Box) => a.left <= b.left && a.right >= b.right && a.top <= b.top && a.bottom >= b.bottom
const pairs = (boxes: readonly Box[]) => boxes.flatMap((a, i) => boxes.slice(i + 1).map(b => [a, b] as const))
const clashes = (boxes: readonly Box[]) =>
  pairs(boxes)
    .filter(([a, b]) => overlap(a, b))
    .map(([a, b]) => `${a.name} / ${b.name}`)

describe.each([...workflowNames, ...ownModelNames])('%s', name => {
  const { workflow, plan } = open(name, specs)
  const boxes = workflow.nodes.map(boxOf)
  const groups = (workflow.groups ?? []).map(group => groupBox(group.title ?? '', group.bounding as number[]))

  test('can be planned without an error', () => {
    expect(plan.errors.map(({ message }) => message)).toEqual([])
    expect(plan.targets).toHaveLength(1)
  })

  test('lays its nodes and groups out side by side', () => {
    expect(clashes(boxes)).toEqual([])
    expect(clashes(groups)).toEqual([])
  })

  test('puts every node either into one group or outside all of them', () => {
    const halfIn = boxes.filter(box => groups.some(group => overlap(group, box) && !contains(group, box)))
    expect(halfIn.map(box => box.name)).toEqual([])
  })

  test('explains itself in a note', () => {
    expect(workflow.nodes.filter(({ type }) => type === 'Note')).toHaveLength(1)
  })

  test('names each wire in all three places where ComfyUI keeps it', () => {
    const raw = JSON.parse(textOf(name))
    const node = (id: number) => raw.nodes.find((one: { id: number }) => one.id === id)
    for (const [id, from, output, to, input, type] of raw.links) {
      expect(node(from).outputs[output]).toMatchObject({ type, links: expect.arrayContaining([id]) })
      expect(node(to).inputs[input]).toMatchObject({ type, link: id })
      expect(node(from).order, 'order follows the wires').toBeLessThan(node(to).order)
    }
  })
})

/** Where a workflow is about a node of our own. */
const ours: Readonly<Record<string, readonly string[]>> = {
  'compare-steps-eta.json': ['CompareGrid'],
  'hyper-sd-scribble.json': ['ScribbleCanvas'],
  'lora-strength-curve.json': ['LoraLoaderCurve'],
  'mixture-of-experts.json': ['MixtureExpert', 'MixtureExpert', 'MixtureOfExperts'],
}

/** ComfyUI 0.3.64's own, the note its front end draws, and nodes of ComfyUI-TCD, Hyper-SD and ComfyUI_IPAdapter_plus. */
const known = new Set([
  'CheckpointLoaderSimple',
  'LoraLoaderModelOnly',
  'EmptyLatentImage',
  'ControlNetLoader',
  'ControlNetApplyAdvanced',
  'CLIPTextEncode',
  'CLIPVisionLoader',
  'IPAdapterAdvanced',
  'IPAdapterModelLoader',
  'KSampler',
  'SamplerCustom',
  'LoadImage',
  'ControlNetLoader',
  'ControlNetApplyAdvanced',
  'VAEEncode',
  'VAEDecode',
  'SaveImage',
  'PreviewImage',
  'Note',
  'TCDModelSamplingDiscrete',
  'HyperSDXL1StepUnetScheduler',
  'KSamplerAdvanced',
  'KSamplerSelect',
  'ModelSamplingDiscrete',
  'SDTurboScheduler',
  'UNETLoader',
])

test.each([...workflowNames, ...ownModelNames])(
  '%s opens in ComfyUI with no more than the nodes of ComfyUI-TCD, Hyper-SD and IPAdapter plus',
  name => {
    const types = open(name, specs).workflow.nodes.map(({ type }) => type)
    expect(types.filter(type => !known.has(type))).toEqual(ours[name] ?? [])
  },
)
