import type { Draft } from 'immer'
import { linksOf } from '../document/links.ts'
import type { NodeSpec } from '../node.ts'
import type { Specs } from '../prompt.ts'
import { currentType } from '../renames.ts'
import { readWidgetValues, type WidgetValues } from '../widgets/widget-values.ts'
import { pointOf, type Workflow, type WorkflowNode } from '../workflow.ts'
import type { Change } from './change.ts'
import { nextNodeId } from './ids.ts'
import { addNode, removeNodes } from './nodes.ts'
import { setWidget } from './widgets.ts'
import { connect } from './wires/wires.ts'

/** What a picture is sent to. */
export type Start = 'image-to-image' | 'inpaint' | 'upscale'

/** The share of the schedule that runs; see `denoise` in the glossary. */
const denoise: Readonly<Record<Start, number>> = { 'image-to-image': 0.6, inpaint: 0.8, upscale: 0.4 }

/**
 * Changes a workflow so that it starts from a picture instead of an empty latent: the picture is loaded, encoded with the
 * VAE that decodes the result, and sampled with a lower denoise. To upscale, it is enlarged twice before; to inpaint, a
 * Scribble Canvas over it is the mask.
 *
 * @param image    its name in the input folder
 * @param drawing  for `inpaint`: the empty canvas, in the size of the picture
 * @returns        null when the workflow has no empty latent, or no VAE to encode with
 */
export function startFromPicture(
  workflow: Workflow,
  specs: Specs,
  { start, image, drawing }: { readonly start: Start; readonly image: string; readonly drawing: string },
): Change | null {
  const empties = workflow.nodes.filter(node => isEmptyLatent(specs.get(currentType(node.type))))
  const vae = vaeOf(workflow)
  const place = empties[0]
  if (!place || !vae) return null
  const [x, y] = pointOf(place.pos)
  const gone = empties.map(({ id }) => String(id))
  const readers = readersOf(workflow, gone)
  return draft => {
    const add = adder(draft, specs, [x, y])
    const load = add('LoadImage', [-300, 0], { image })
    const encode = add('VAEEncode', [0, 0], {})
    if (start === 'upscale') {
      const scale = add('ImageScaleBy', [-300, 420], { upscale_method: 'lanczos', scale_by: 2 })
      wire(draft, specs, [load, 0], scale, 'image')
      wire(draft, specs, [scale, 0], encode, 'pixels')
    } else wire(draft, specs, [load, 0], encode, 'pixels')
    wire(draft, specs, vae, encode, 'vae')
    const last = start === 'inpaint' ? masked(draft, specs, add, encode, drawing) : encode
    removeNodes(gone)(draft)
    for (const { id, input } of readers) wire(draft, specs, [last, 0], id, input)
    lowerDenoise(draft, specs, denoise[start])
  }
}

type Add = ReturnType<typeof adder>
type NodeId = WorkflowNode['id']

/** Adds nodes beside a place. @returns the id */
const adder =
  (draft: Draft<Workflow>, specs: Specs, [x, y]: readonly [number, number]) =>
  (type: string, [dx, dy]: readonly [number, number], values: WidgetValues['values']): NodeId => {
    const id = nextNodeId(draft)
    addNode(specs.get(type)!, [x + dx, y + dy], values)(draft)
    return id
  }

/** Only what is drawn on the canvas is painted anew. */
function masked(draft: Draft<Workflow>, specs: Specs, add: Add, encode: NodeId, drawing: string): NodeId {
  const canvas = add('ScribbleCanvas', [-300, 420], { drawing, invert: false })
  const mask = add('SetLatentNoiseMask', [0, 120], {})
  wire(draft, specs, [encode, 0], mask, 'samples')
  wire(draft, specs, [canvas, 1], mask, 'mask')
  return mask
}

function wire(
  draft: Draft<Workflow>,
  specs: Specs,
  [from, slot]: readonly [NodeId, number],
  to: NodeId,
  input: string,
) {
  const type = draft.nodes.find(({ id }) => String(id) === String(to))?.type ?? ''
  connect(from, slot, to, specs.get(currentType(type)), input)(draft)
}

/** Gives a latent, and reads neither a latent nor a picture. */
const isEmptyLatent = (spec: NodeSpec | undefined): boolean =>
  Object.values(spec?.outputs ?? {}).some(({ type }) => type === 'LATENT') &&
  Object.values(spec?.inputs ?? {}).every(port => port.kind !== 'socket') &&
  Object.hasOwn(spec?.inputs ?? {}, 'width')

/** The output that the VAE of a decoder comes from. */
function vaeOf(workflow: Workflow): readonly [NodeId, number] | null {
  const links = linksOf(workflow)
  const found = workflow.nodes
    .flatMap(({ inputs }) => (inputs ?? []).filter(({ name, link }) => name === 'vae' && link != null))
    .flatMap(({ link }) => links.get(String(link)) ?? [])[0]
  return found ? [found.from, found.fromSlot] : null
}

function readersOf({ nodes, ...graph }: Workflow, sources: readonly string[]) {
  const links = linksOf({ nodes, ...graph })
  return nodes.flatMap(({ id, inputs }) =>
    (inputs ?? [])
      .filter(({ link }) => sources.includes(links.get(String(link))?.from ?? ''))
      .map(({ name }) => ({ id, input: name })),
  )
}

function lowerDenoise(draft: Draft<Workflow>, specs: Specs, value: number): void {
  for (const node of draft.nodes) {
    const spec = specs.get(currentType(node.type))
    if (!spec || !Object.hasOwn(spec.inputs, 'denoise')) continue
    if (readWidgetValues(spec, node.widgets_values).values.denoise === 1)
      setWidget(spec, node.id, 'denoise', value)(draft)
  }
}
