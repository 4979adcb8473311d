import type { Draft } from 'immer'
import { type Link, linksOf } from '../document/links.ts'
import type { Specs } from '../prompt.ts'
import { readWidgetValues } from '../widgets/widget-values.ts'
import { pointOf, type Workflow, type WorkflowNode } from '../workflow.ts'
import { type Change, type NodeId, nodeOf, seen } from './change.ts'
import { nextNodeId } from './ids.ts'
import { addNode } from './nodes.ts'
import { setWidget } from './widgets.ts'
import { connect } from './wires/wires.ts'

/** A `<lora:NAME:0.8>` that is converted to a node. */
export interface WrittenLora {
  /** As written in the text. */
  readonly written: string
  /** As a LoRA Loader names it. */
  readonly file: string
  /** Strength on the denoiser, and on the text encoder. */
  readonly model: number
  readonly clip: number
}

/**
 * Replaces a LoRA tag of a prompt by a LoRA Loader with the same effect: between the text encoder and this prompt, and
 * between the model and every sampler that this prompt reaches. The picture does not change.
 *
 * @param widget  the prompt's text widget
 * @param specs   by type; `LoraLoader` among them
 */
export const tagToLoader =
  (prompt: NodeId, widget: string, lora: WrittenLora, specs: Specs): Change =>
  draft => {
    const [promptSpec, loader] = [specs.get(nodeOf(draft, prompt).type)!, specs.get('LoraLoader')!]
    const wires = wiresAround(draft, String(prompt))
    const id = nextNodeId(draft as Workflow)
    const [x, y] = pointOf(nodeOf(draft, prompt).pos)
    const values = { lora_name: lora.file, strength_model: lora.model, strength_clip: lora.clip }
    addNode(loader, [x - 360, y - 60], values)(draft)

    const { [widget]: text } = readWidgetValues(promptSpec, nodeOf(draft, prompt).widgets_values).values
    setWidget(promptSpec, prompt, widget, String(text ?? '').replace(lora.written, ''))(draft)
    const lead = (wire: Wire | undefined, input: string) => {
      if (wire) connect(wire.from, wire.fromSlot, id, loader, input)(draft)
    }
    lead(wires.clip, 'clip')
    lead(wires.models[0], 'model')
    if (wires.clip) connect(id, 1, prompt, promptSpec, wires.clip.input)(draft)
    for (const { to, input } of wires.models) connect(id, 0, to, specs.get(nodeOf(draft, to).type), input)(draft)
  }

interface Wire extends Link {
  /** The name of the input it ends at. */
  readonly input: string
}

/** The wire that brings the prompt its text encoder, and those that bring a model to the samplers the prompt reaches. */
function wiresAround(draft: Draft<Workflow>, prompt: string): { clip: Wire | undefined; models: readonly Wire[] } {
  const graph = seen(draft)
  const links = linksOf(graph)
  const into = (node: WorkflowNode, type: string): Wire | undefined => {
    const input = node.inputs?.find(input => input.type === type && input.link != null)
    const link = input && links.get(String(input.link))
    return link && { ...link, to: String(node.id), input: input.name }
  }
  const reached = new Set([prompt])
  for (const id of reached)
    for (const link of links.values()) if (link.from === id && link.type === 'CONDITIONING') reached.add(link.to)
  const nodes = graph.nodes.filter(node => reached.has(String(node.id)))
  const models = nodes.flatMap(node => into(node, 'MODEL') ?? [])
  // If the samplers use different models, the loader takes the model of the first one.
  const [first] = models
  const same = models.filter(({ from, fromSlot }) => from === first?.from && fromSlot === first.fromSlot)
  const own = graph.nodes.find(node => String(node.id) === prompt)
  return { clip: own && into(own, 'CLIP'), models: same }
}
