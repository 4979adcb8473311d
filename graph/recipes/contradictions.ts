import type { Change, NodeId } from '../edit/change.ts'
import { setMode } from '../edit/nodes.ts'
import { setWidget } from '../edit/widgets.ts'
import type { Json } from '../json.ts'
import type { Specs } from '../prompt.ts'
import { currentType } from '../renames.ts'
import type { Workflow } from '../workflow.ts'
import { canFollow, conform } from './conform.ts'
import { type FewStepFile, familyOfModel, fewStepFiles, type Knows } from './few-step-files.ts'
import { bypassPrediction, predictionOf, setPrediction, setShift, shiftOf } from './prediction.ts'
import type { Recipe } from './recipe.ts'
import { nodesOfSampler } from './sampler-nodes.ts'
import { changeSetting, type Setting, type Stage } from './stage.ts'
import * as say from './wording.ts'

/** A setting that a model file is not made for. The graph runs all the same. */
export interface Contradiction {
  /** The node with the wrong setting. */
  readonly node: NodeId
  /** The node that loads the file. */
  readonly file: NodeId
  readonly about:
    | 'steps'
    | 'cfg'
    | 'sampler'
    | 'schedule'
    | 'eta'
    | 'strength'
    | 'prediction'
    | 'shift'
    | 'two'
    | 'family'
    | 'size'
  readonly message: string
  /** The same at a glance: `cfg 7 → 1`. */
  readonly brief: string
  /** null where a person has to choose: another file, another node. */
  readonly fix: { readonly title: string; readonly change: Change } | null
}

/** Everything in a document that contradicts the recipes of its files, in the order of its nodes. */
export const contradictions = (document: Workflow, specs: Specs, knows: Knows): Contradiction[] =>
  contradictionsOf(fewStepFiles(document, specs, knows), specs, knows)

export function contradictionsOf(files: readonly FewStepFile[], specs: Specs, knows: Knows): Contradiction[] {
  const known = files.filter(file => file.recipe !== null && file.sure)
  const found = known.flatMap(file => [
    ...ofStrength(file, specs),
    ...ofFamily(file, specs, knows),
    ...file.stages.flatMap(stage => ofStage(file, stage, known, specs)),
  ])
  // Two samplers may report the same of one node.
  return [...new Map(found.map(each => [`${each.node} ${each.about} ${each.message}`, each])).values()]
}

function ofStage(file: FewStepFile, stage: Stage, all: readonly FewStepFile[], specs: Specs): Contradiction[] {
  const nearest = stage.chain.flatMap(node => all.find(each => each.node === node) ?? [])
  const [first] = nearest
  // The nearest of several rules the sampler; the others are reported as too many.
  if (first && first !== file) return ofTwo(first, file)
  const recipe = file.recipe!
  const at = { file: file.node.id, node: stage.node.id }
  const whole = canFollow(stage, recipe) ? conform(specs, stage.node.id, recipe) : null
  const wrong = (
    about: Contradiction['about'],
    message: string,
    setting: Setting<Json> | undefined,
    value: Json,
  ): Contradiction => ({
    ...at,
    node: setting?.node?.id ?? at.node,
    about,
    message,
    brief: say.brief(about, setting!.value, value),
    fix: fixOf(about, setting, value),
  })
  const fixOf = (about: string, setting: Setting<Json> | undefined, value: Json): Contradiction['fix'] => {
    const simple = changeSetting(specs, setting, value)
    if (simple) return { title: `Set ${about === 'schedule' ? 'the schedule' : about} to ${value}`, change: simple }
    const own = about === 'sampler' ? nodesOfSampler(String(value)) : undefined
    return whole && { title: own ? `Use ${own.title}` : 'Use its settings', change: whole }
  }
  return [
    ...outside(stage.cfg, recipe.cfg).map(have =>
      wrong('cfg', say.cfgSentence(recipe, have), stage.cfg, recipe.cfg.best),
    ),
    ...outside(stage.steps, recipe.steps).map(have =>
      wrong('steps', say.stepsSentence(recipe, have), stage.steps, recipe.steps.best),
    ),
    ...notAmong(stage.sampler, recipe.samplers).map(have =>
      wrong('sampler', say.samplerSentence(recipe, have), stage.sampler, recipe.samplers[0]!),
    ),
    ...notAmong(stage.schedule, recipe.schedules).map(have =>
      wrong('schedule', say.scheduleSentence(recipe, have), stage.schedule, recipe.schedules[0]!),
    ),
    ...(recipe.eta ? outside(stage.eta, recipe.eta) : []).map(have =>
      wrong('eta', say.etaSentence(recipe, have), stage.eta, recipe.eta!.best),
    ),
    ...ofPrediction(file, stage, specs),
    ...ofShift(file, stage, specs),
  ]
}

function ofPrediction(file: FewStepFile, stage: Stage, specs: Specs): Contradiction[] {
  const recipe = file.recipe!
  const present = predictionOf(stage, specs)
  const have = present?.value ?? null
  // A sampler's own nodes set the prediction.
  if (nodesOfSampler(stage.sampler?.value)) return []
  const isRight = recipe.prediction === undefined ? have !== 'lcm' && have !== 'x0' : have === recipe.prediction
  if (isRight || (recipe.kind !== 'lora' && have === null && recipe.prediction === undefined)) return []
  const message = say.predictionSentence(recipe, have)
  const node = present?.node?.id ?? file.node.id
  const fix =
    recipe.prediction === undefined
      ? { title: 'Bypass ModelSamplingDiscrete', change: bypassPrediction(present!) }
      : {
          title: `${present ? 'Set it' : 'Add ModelSamplingDiscrete set'} to ${recipe.prediction}`,
          change: setPrediction(specs, file.node.id, present, recipe.prediction),
        }
  return [
    {
      node,
      file: file.node.id,
      about: 'prediction',
      message,
      brief: say.brief('prediction', have, recipe.prediction ?? null),
      fix,
    },
  ]
}

function ofShift({ node, recipe }: FewStepFile, stage: Stage, specs: Specs): Contradiction[] {
  const wanted = recipe!.shiftedTimestep
  const present = shiftOf(stage, specs)
  const have = present?.value ?? null
  if (wanted === undefined || have === wanted) return []
  const title = `${present ? 'Set it' : 'Add Timestep Shift Model set'} to ${wanted}`
  return [
    {
      node: present?.node?.id ?? node.id,
      file: node.id,
      about: 'shift',
      message: say.shiftSentence(recipe!, have),
      brief: say.brief('shifted timestep', have, wanted),
      fix: { title, change: setShift(specs, node.id, present, wanted) },
    },
  ]
}

function ofStrength({ node, recipe, strength }: FewStepFile, specs: Specs): Contradiction[] {
  const spec = specs.get(currentType(node.type))
  if (!recipe!.strength || !spec) return []
  const { best } = recipe!.strength
  return outside(strength, recipe!.strength).map(have => ({
    node: node.id,
    file: node.id,
    about: 'strength',
    message: say.strengthSentence(recipe!, have),
    brief: say.brief('strength', have, best),
    fix: { title: `Set the strength to ${best}`, change: setWidget(spec, node.id, strength!.widget, best) },
  }))
}

const familyTitles: Readonly<Record<Recipe['family'], string>> = { sd1: 'SD 1.x', sd2: 'SD 2.x', sdxl: 'SDXL' }

function ofFamily(file: FewStepFile, specs: Specs, knows: Knows): Contradiction[] {
  const wanted = familyTitles[file.recipe!.family]
  const have = file.stages.map(stage => familyOfModel(stage, specs, knows)).find(each => each && each !== wanted)
  if (!have) return []
  const message = say.familySentence(file.recipe!, wanted, have)
  return [{ node: file.node.id, file: file.node.id, about: 'family', message, brief: `not for ${have}`, fix: null }]
}

const ofTwo = (first: FewStepFile, other: FewStepFile): Contradiction[] => {
  const one = other.recipe!.kind === 'lora' ? other : first
  if (one.recipe!.kind !== 'lora') return []
  const change = setMode([one.node.id], 4)
  const message = say.twoSentence(first.recipe!, other.recipe!)
  const fix = { title: 'Bypass this one', change }
  return [{ node: one.node.id, file: one.node.id, about: 'two', message, brief: 'bypass this one', fix }]
}

const outside = (
  setting: Setting<number> | undefined,
  { from, to }: { readonly from: number; readonly to: number },
): number[] => (setting && (setting.value < from || setting.value > to) ? [setting.value] : [])

const notAmong = (setting: Setting<string> | undefined, allowed: readonly string[]): string[] =>
  setting && !allowed.includes(setting.value) ? [setting.value] : []
