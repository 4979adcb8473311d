import type { Draft } from 'immer'
import { type Change, type NodeId, nodeOf, seen } from '../edit/change.ts'
import type { Json } from '../json.ts'
import type { Specs } from '../prompt.ts'
import type { Workflow } from '../workflow.ts'
import { isScheduleNode, type Recipe } from './recipe.ts'
import { nodesOfSampler } from './sampler-nodes.ts'
import { changeSetting, type Setting, type Stage, stageOf } from './stage.ts'
import { supplySampling, supplySetup } from './supply.ts'
import { turnInto } from './turn-into.ts'
import { walkOf } from './walk.ts'

/** Which nodes a recipe needs: a KSampler, a sampler's own nodes, or a SamplerCustom with a node for the noise levels. */
type Form = 'plain' | 'own' | 'custom'
const formOf = ({ samplers, schedules }: Recipe): Form =>
  nodesOfSampler(samplers[0]) ? 'own' : isScheduleNode(schedules[0]!) ? 'custom' : 'plain'

/** KSamplerAdvanced runs a part of a schedule, which no other node can take over. */
export const canFollow = (stage: Stage, recipe: Recipe): boolean =>
  stage.node.type !== 'KSamplerAdvanced' || formOf(recipe) === 'plain'

/**
 * Makes one sampler follow a recipe: its nodes are exchanged where the recipe needs others, and its widgets set. The
 * seed, what becomes of it, the prompts, denoise and every wire that still has an end stay.
 */
export const conform =
  (specs: Specs, sampler: NodeId, recipe: Recipe): Change =>
  draft => {
    const read = () => stageOf(walkOf(seen(draft)), specs, nodeOf(draft, sampler))!
    const stage = read()
    if (canFollow(stage, recipe)) restructure(draft, specs, stage, recipe)
    settle(draft, specs, read(), recipe)
  }

function restructure(draft: Draft<Workflow>, specs: Specs, stage: Stage, recipe: Recipe): void {
  const form = formOf(recipe)
  const isCustom = stage.kind === 'custom'
  const denoise = stage.denoise?.value ?? 1
  const become = (type: string) => turnInto(draft, specs, stage.node.id, type)
  const nodes = nodesOfSampler(recipe.samplers[0])
  if (nodes) {
    if (isCustom) supplySetup(draft, specs, stage, nodes.setup, denoise)
    else if (stage.node.type !== nodes.sampler) become(nodes.sampler)
  } else if (form === 'plain' && !isCustom) {
    if (stage.kind !== 'ksampler') become('KSampler')
  } else {
    if (!isCustom) become('SamplerCustom')
    const schedule = form === 'plain' ? 'BasicScheduler' : recipe.schedules[0]!
    supplySampling(draft, specs, stage.node.id, { schedule, denoise, firstSigma: recipe.firstSigma })
  }
}

/** Sets every widget that decides something to what is best. */
function settle(draft: Draft<Workflow>, specs: Specs, stage: Stage, recipe: Recipe): void {
  const set = (setting: Setting | undefined, value: Json | undefined) => changeSetting(specs, setting, value)?.(draft)
  set(stage.steps, recipe.steps.best)
  set(stage.cfg, recipe.cfg.best)
  set(stage.sampler, recipe.samplers[0])
  set(stage.schedule, recipe.schedules[0])
  set(stage.eta, recipe.eta?.best)
}
