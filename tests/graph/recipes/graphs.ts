import { nextNodeId } from '../../../graph/edit/ids.ts'
import { addNode } from '../../../graph/edit/nodes.ts'
import { connect } from '../../../graph/edit/wires/wires.ts'
import type { Json } from '../../../graph/json.ts'
import type { Knows } from '../../../graph/recipes/few-step-files.ts'
import type { Recipe } from '../../../graph/recipes/recipe.ts'
import { readWidgetValues } from '../../../graph/widgets/widget-values.ts'
import { emptyWorkflow, type Workflow } from '../../../graph/workflow.ts'
import { loadNodes } from '../../../nodes/registry.ts'
import { builtInRecipes, recipesOf } from '../../../runtime/recipes/table.ts'
import { edited } from '../edit/edited.ts'

export const specs = new Map([...(await loadNodes())].map(([type, { spec }]) => [type, spec]))
const recipes = new Map(recipesOf(builtInRecipes).map(recipe => [recipe.id, recipe]))
export const recipe = (id: string): Recipe => recipes.get(id)!

/** Files are called by the ids of their recipes; `a+b` fits two, `sd1` and `sdxl` are plain models. */
export const knows: Knows = (folder, name) => {
  const ids = name.split('+')
  const family = name.includes('sd1') || name.includes('micro') ? 'SD 1.x' : 'SDXL'
  if (folder === 'checkpoints' && !recipes.has(name)) return { recipes: [], sure: true, family }
  return { recipes: ids.flatMap(id => recipes.get(id) ?? []), sure: true, family }
}

type Values = Readonly<Record<string, Json>>
type Nodes = Readonly<Record<string, readonly [type: string, values: Values, wires?: Readonly<Record<string, string>>]>>

/** A document from a list: name → type, values, and wires as `input: 'name.OUTPUT'`. Ids are places in the list, from 1. */
export function graph(nodes: Nodes): Workflow {
  const names = Object.keys(nodes)
  return edited(emptyWorkflow, draft => {
    for (const [i, [type, values]] of Object.values(nodes).entries())
      addNode(specs.get(type)!, [400 * i, 100], values)(draft)
    for (const [name, [type, , wires = {}]] of Object.entries(nodes))
      for (const [input, from] of Object.entries(wires)) {
        const [source, output] = from.split('.') as [string, string]
        const slot = Object.keys(specs.get(nodes[source]![0])!.outputs).indexOf(output)
        const id = names.indexOf(name) + 1
        connect(names.indexOf(source) + 1, slot, id, specs.get(type)!, input)(draft)
      }
    if (nextNodeId(draft) !== names.length + 1) throw new Error('ids are places in the list')
  })
}

const prompts = { positive: 'text.CONDITIONING', negative: 'text.CONDITIONING' }
const base: Nodes = {
  model: ['CheckpointLoaderSimple', { ckpt_name: 'sdxl' }],
  text: ['CLIPTextEncode', { text: 'a cat' }, { clip: 'model.CLIP' }],
  latent: ['EmptyLatentImage', {}],
}

/** Checkpoint, LoRA, KSampler, VAE. */
export const ksamplerGraph = (
  lora: string,
  values: Values = {},
  more: { readonly strength?: number; readonly checkpoint?: string } = {},
) =>
  graph({
    ...base,
    model: ['CheckpointLoaderSimple', { ckpt_name: more.checkpoint ?? 'sdxl' }],
    lora: [
      'LoraLoader',
      { lora_name: lora, strength_model: more.strength ?? 1 },
      { model: 'model.MODEL', clip: 'model.CLIP' },
    ],
    sampler: [
      'KSampler',
      { seed: 7, steps: 20, cfg: 7, sampler_name: 'euler', scheduler: 'normal', denoise: 0.9, ...values },
      { model: 'lora.MODEL', latent_image: 'latent.LATENT', ...prompts },
    ],
    decode: ['VAEDecode', {}, { samples: 'sampler.LATENT', vae: 'model.VAE' }],
  })

/** Checkpoint alone, sampled by SamplerCustom with KSamplerSelect and BasicScheduler. */
export const customGraph = (checkpoint: string) =>
  graph({
    ...base,
    model: ['CheckpointLoaderSimple', { ckpt_name: checkpoint }],
    select: ['KSamplerSelect', { sampler_name: 'euler' }],
    levels: ['BasicScheduler', { scheduler: 'karras', steps: 20, denoise: 0.8 }, { model: 'model.MODEL' }],
    sampler: [
      'SamplerCustom',
      { noise_seed: 7, cfg: 7 },
      {
        model: 'model.MODEL',
        sampler: 'select.SAMPLER',
        sigmas: 'levels.SIGMAS',
        latent_image: 'latent.LATENT',
        ...prompts,
      },
    ],
    decode: ['VAEDecode', {}, { samples: 'sampler.output', vae: 'model.VAE' }],
  })

/** Nodes by type, with their values and where their inputs come from. */
export const shape = (document: Workflow): Record<string, Record<string, unknown>> =>
  Object.fromEntries(
    document.nodes.map(node => {
      const wires = (node.inputs ?? []).flatMap(({ name, link }) => {
        const from = document.nodes.find(({ outputs }) => outputs?.some(({ links }) => links?.includes(link as number)))
        return from ? [[name, from.type] as const] : []
      })
      const { values } = readWidgetValues(specs.get(node.type)!, node.widgets_values)
      return [node.type, { ...values, ...Object.fromEntries(wires), ...(node.mode === 4 && { mode: 'bypassed' }) }]
    }),
  )
