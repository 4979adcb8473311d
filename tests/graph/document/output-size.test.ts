import { expect, test } from 'vitest'
import { linksOf } from '../../../graph/document/links.ts'
import { outputSize, readersOf } from '../../../graph/document/output-size.ts'
import type { Workflow } from '../../../graph/workflow.ts'
import { loadNodes } from '../../../nodes/registry.ts'

const specs = new Map([...(await loadNodes())].map(([type, { spec }]) => [type, spec]))

/** Wires written as `from → to.input: TYPE`. */
function workflow(
  nodes: Readonly<Record<string, unknown[]>>,
  wires: readonly [string, string, string, string][],
): Workflow {
  return {
    nodes: Object.entries(nodes).map(([type, widgets_values]) => ({
      id: type,
      type,
      inputs: wires.flatMap(([, to, name, kind], i) => (to === type ? [{ name, type: kind, link: i }] : [])),
      widgets_values,
    })),
    links: wires.map(([from, to, , kind], i) => [i, from, 0, to, 0, kind] as const),
  } as unknown as Workflow
}

const nodes = { ScribbleCanvas: [], CLIPTextEncode: [''], EmptyLatentImage: [640, 384, 1], KSampler: [], VAEDecode: [] }
const wires: [string, string, string, string][] = [
  ['ScribbleCanvas', 'CLIPTextEncode', 'image', 'IMAGE'],
  ['CLIPTextEncode', 'KSampler', 'positive', 'CONDITIONING'],
  ['EmptyLatentImage', 'KSampler', 'latent_image', 'LATENT'],
  ['KSampler', 'VAEDecode', 'samples', 'LATENT'],
]

test('the size is that of the empty latent behind the sampler that the drawing reaches', () => {
  const document = workflow(nodes, wires)
  expect(linksOf(document).size).toBe(4)
  expect(outputSize(document, specs, 'ScribbleCanvas')).toEqual({ width: 640, height: 384 })
  expect(readersOf(document, 'ScribbleCanvas')).toEqual(['CLIPTextEncode', 'KSampler', 'VAEDecode'])
})

test('a latent that is resized says its new size', () => {
  const document = workflow({ ...nodes, LatentUpscale: ['bilinear', 1024, 768, 'disabled'] }, [
    ...wires.slice(0, 2),
    ['EmptyLatentImage', 'LatentUpscale', 'samples', 'LATENT'],
    ['LatentUpscale', 'KSampler', 'latent_image', 'LATENT'],
  ])
  expect(outputSize(document, specs, 'ScribbleCanvas')).toEqual({ width: 1024, height: 768 })
})

test('where nobody says it, or a wire does, there is none; a circle ends', () => {
  expect(outputSize(workflow(nodes, wires.slice(0, 2)), specs, 'ScribbleCanvas')).toBeNull()
  const wired = workflow(nodes, [...wires, ['VAEDecode', 'EmptyLatentImage', 'width', 'INT']])
  expect(outputSize(wired, specs, 'ScribbleCanvas')).toBeNull()
  const circle = workflow({ ...nodes, LatentFlip: ['x'] }, [
    ...wires.slice(0, 2),
    ['LatentFlip', 'KSampler', 'latent_image', 'LATENT'],
    ['LatentFlip', 'LatentFlip', 'samples', 'LATENT'],
  ])
  expect(outputSize(circle, specs, 'ScribbleCanvas')).toBeNull()
})
