import type { Change } from '../edit/change.ts'
import { setWidget } from '../edit/widgets.ts'
import type { Json } from '../json.ts'
import { takes } from '../planning/literal.ts'
import type { Specs } from '../prompt.ts'
import { currentType } from '../renames.ts'
import { readWidgetValues } from '../widgets/widget-values.ts'
import type { WorkflowNode } from '../workflow.ts'
import { scheduleNodes } from './recipe.ts'
import { nodesOfSampler, samplerOfNode } from './sampler-nodes.ts'
import { modelChain, type Walk } from './walk.ts'

/** A widget that decides something; `node` is null where the graph itself decides it, by its nodes. */
export interface Setting<T extends Json = Json> {
  readonly node: WorkflowNode | null
  readonly widget: string
  readonly value: T
}

/** The change of its widget; null where the graph decides it, or the widget does not take the value. */
export function changeSetting(specs: Specs, setting: Setting | undefined, value: Json | undefined): Change | null {
  const spec = setting?.node && specs.get(currentType(setting.node.type))
  const port = spec?.inputs[setting!.widget]
  if (!spec || value === undefined || !takes(port, value)) return null
  return setWidget(spec, setting!.node!.id, setting!.widget, value)
}

/** A node that samples, with where each of its settings stands. What a wire gives or nobody knows is absent. */
export interface Stage {
  readonly node: WorkflowNode
  /** `own`: runs the one sampler it is made for. */
  readonly kind: 'ksampler' | 'own' | 'custom'
  /** Reads the model: the sampler, or the guider before it. */
  readonly consumer: WorkflowNode
  /** Nearest first. */
  readonly chain: readonly WorkflowNode[]
  readonly steps?: Setting<number> | undefined
  readonly cfg?: Setting<number> | undefined
  /** A KSampler's name for it, or one of `sampler-nodes.ts`. */
  readonly sampler?: Setting<string> | undefined
  /** A KSampler's name for it, or the type of the node that makes the noise levels. */
  readonly schedule?: Setting<string> | undefined
  readonly eta?: Setting<number> | undefined
  readonly denoise?: Setting<number> | undefined
}

const kinds: Readonly<Record<string, Stage['kind']>> = {
  KSampler: 'ksampler',
  KSamplerAdvanced: 'ksampler',
  SamplerCustom: 'custom',
  SamplerCustomAdvanced: 'custom',
}

/** Every node that samples in a run. */
export const stagesOf = (walk: Walk, specs: Specs): Stage[] =>
  walk.nodes.flatMap(node => (node.mode === 2 || node.mode === 4 ? [] : (stageOf(walk, specs, node) ?? [])))

export function stageOf(walk: Walk, specs: Specs, node: WorkflowNode): Stage | undefined {
  const named = samplerOfNode(node.type)
  const nodes = nodesOfSampler(named)
  const kind = nodes?.sampler === node.type ? 'own' : kinds[node.type]
  if (kind === undefined) return undefined
  const consumer = walk.source(node, 'guider')?.node ?? node
  const base = { node, kind, consumer, chain: modelChain(walk, consumer) }
  const own = reader(specs, node)
  if (kind === 'custom') return { ...base, ...customSettings(walk, specs, node, consumer) }
  const shared = { steps: own.number('steps'), cfg: own.number('cfg'), denoise: own.number('denoise') }
  if (named && nodes)
    return { ...base, ...shared, sampler: decided(named), schedule: decided(nodes.schedule), eta: own.number('eta') }
  return { ...base, ...shared, sampler: own.text('sampler_name'), schedule: own.text('scheduler') }
}

/** SamplerCustom's sampler and noise levels come from nodes. */
function customSettings(walk: Walk, specs: Specs, node: WorkflowNode, consumer: WorkflowNode): Partial<Stage> {
  const sampler = walk.source(node, 'sampler')?.node
  const sigmas = walk.source(node, 'sigmas')?.node
  const guided = reader(specs, consumer)
  const samples = sampler && reader(specs, sampler)
  const named = sampler && samplerOfNode(sampler.type)
  return {
    cfg: consumer.type === 'BasicGuider' ? decided(1) : (guided.number('cfg') ?? guided.number('cfg_conds')),
    sampler: named === undefined ? samples?.text('sampler_name') : decided(named),
    ...(named !== undefined && { eta: samples?.number('eta') }),
    ...(sigmas && noiseLevels(walk, specs, sigmas)),
  }
}

/** Nodes whose schedule has a name with KSamplers too. */
const scheduleNames: Readonly<Record<string, string>> = {
  KarrasScheduler: 'karras',
  ExponentialScheduler: 'exponential',
  BetaSamplingScheduler: 'beta',
}

function noiseLevels(walk: Walk, specs: Specs, node: WorkflowNode): Partial<Stage> {
  const read = reader(specs, node)
  const named = scheduleNames[node.type] ?? (scheduleNodes as readonly string[]).find(type => type === node.type)
  // What cuts or changes sigmas reads them from the schedule itself.
  const before = walk.source(node, 'sigmas')?.node
  const own = before ? reader(specs, before) : read
  const isOneStep = node.type === 'HyperSDXL1StepUnetScheduler'
  return {
    steps: isOneStep ? decided(1) : own.number('steps'),
    denoise: own.number('denoise'),
    schedule: named === undefined ? read.text('scheduler') : decided(named),
  }
}

const decided = <T extends Json>(value: T): Setting<T> => ({ node: null, widget: '', value })

/** Reads widgets of one node that no wire gives. */
function reader(specs: Specs, node: WorkflowNode) {
  const spec = specs.get(currentType(node.type))
  const values = spec ? readWidgetValues(spec, node.widgets_values).values : {}
  const isWired = (name: string) => node.inputs?.some(input => input.name === name && input.link != null) ?? false
  const at = <T extends Json>(name: string, is: (value: Json) => value is T): Setting<T> | undefined => {
    const value = values[name]
    return value === undefined || isWired(name) || !is(value) ? undefined : { node, widget: name, value }
  }
  return {
    number: (name: string) => at(name, (value): value is number => typeof value === 'number'),
    text: (name: string) => at(name, (value): value is string => typeof value === 'string'),
  }
}

/** One widget of a node; undefined where a wire gives it. */
export const numberOf = (specs: Specs, node: WorkflowNode, widget: string): Setting<number> | undefined =>
  reader(specs, node).number(widget)
export const textOf = (specs: Specs, node: WorkflowNode, widget: string): Setting<string> | undefined =>
  reader(specs, node).text(widget)
