import { type Change, nodeOf, together } from '../edit/change.ts'
import { setWidget } from '../edit/widgets.ts'
import type { Specs } from '../prompt.ts'
import { currentType } from '../renames.ts'
import { conform } from './conform.ts'
import { chosenRecipe, type FewStepFile } from './few-step-files.ts'
import { bypassPrediction, predictionOf, setPrediction, setShift, shiftOf } from './prediction.ts'
import type { Recipe } from './recipe.ts'
import { nodesOfSampler } from './sampler-nodes.ts'

/**
 * Sets everything around a few-step file as its recipe says: the LoRA's strength, what the network predicts, and every
 * sampler its model reaches. One change, to be undone as one.
 */
export function applyRecipe(specs: Specs, file: FewStepFile, recipe: Recipe): Change {
  const { node, strength, stages, candidates } = file
  const spec = specs.get(currentType(node.type))
  return together(
    ...(candidates.length > 1 ? [chooseRecipe(file, recipe)] : []),
    ...(strength && recipe.strength && spec ? [setWidget(spec, node.id, strength.widget, recipe.strength.best)] : []),
    ...predictionChange(specs, file, recipe),
    ...shiftChange(specs, file, recipe),
    ...stages.map(stage => conform(specs, stage.node.id, recipe)),
  )
}

/** Says which of several recipes a file has. */
const chooseRecipe =
  ({ node }: Pick<FewStepFile, 'node'>, { id }: Recipe): Change =>
  draft => {
    const present = nodeOf(draft, node.id)
    present.properties = { ...present.properties, [chosenRecipe]: id }
  }

function shiftChange(specs: Specs, { node, stages }: FewStepFile, { shiftedTimestep }: Recipe): Change[] {
  if (shiftedTimestep === undefined || stages.length === 0) return []
  const present = stages.flatMap(stage => shiftOf(stage, specs) ?? [])
  const unique = [...new Map(present.map(setting => [setting.node?.id, setting])).values()]
  const all = stages.every(stage => shiftOf(stage, specs)) ? unique : [...unique, undefined]
  return all.map(setting => setShift(specs, node.id, setting, shiftedTimestep))
}

function predictionChange(specs: Specs, { node, stages }: FewStepFile, { prediction, samplers }: Recipe): Change[] {
  const present = stages.flatMap(stage => predictionOf(stage, specs) ?? [])
  const unique = [...new Map(present.map(setting => [setting.node?.id, setting])).values()]
  // A sampler's own nodes set the prediction, over any other node.
  if (nodesOfSampler(samplers[0])) return []
  if (prediction === undefined)
    return unique.filter(({ value }) => value === 'lcm' || value === 'x0').map(bypassPrediction)
  if (stages.length === 0) return []
  const missing = stages.some(stage => !predictionOf(stage, specs))
  return [
    ...unique.map(setting => setPrediction(specs, node.id, setting, prediction)),
    ...(missing ? [setPrediction(specs, node.id, undefined, prediction)] : []),
  ]
}
