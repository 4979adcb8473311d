import type { Specs } from '../prompt.ts'
import { currentType } from '../renames.ts'
import { isFile } from '../widgets/file.ts'
import type { Workflow, WorkflowNode } from '../workflow.ts'
import type { Recipe } from './recipe.ts'
import { numberOf, type Setting, type Stage, stagesOf, textOf } from './stage.ts'
import { walkOf } from './walk.ts'

/** What is known of a model file by whoever has read it. */
export interface KnownFile {
  /** The recipes that may be its own, the likeliest first. */
  readonly recipes: readonly Recipe[]
  /** false: told by its layout alone, which is a guess. */
  readonly sure: boolean
  /** `SDXL`, `SD 1.x`; null where it is not known. */
  readonly family: string | null
  /** Of the whole file, where it was asked for. */
  readonly sha256?: string | undefined
}
export type Knows = (folder: string, name: string) => KnownFile | undefined

/** A few-step file in a graph. */
export interface FewStepFile {
  readonly node: WorkflowNode
  /** The widget that names the file. */
  readonly input: string
  readonly name: string
  readonly family: string | null
  readonly candidates: readonly Recipe[]
  readonly sha256?: string | undefined
  /** The one it is run by; null while several fit and nobody has said which. */
  readonly recipe: Recipe | null
  /** Sure enough to warn by. */
  readonly sure: boolean
  /** A LoRA's on the model; absent for models, and where a wire gives it. */
  readonly strength?: Setting<number> | undefined
  /** The samplers that its model reaches. */
  readonly stages: readonly Stage[]
}

/** Where a node keeps which of several recipes its file has. */
export const chosenRecipe = 'Leapgraph recipe'

/** Every few-step file that a document loads, also where nothing samples with it. */
export function fewStepFiles(document: Workflow, specs: Specs, knows: Knows): FewStepFile[] {
  const files = document.nodes.flatMap(node =>
    node.mode === 2 || node.mode === 4 ? [] : (fileOf(node, specs, knows) ?? []),
  )
  if (files.length === 0) return []
  const stages = stagesOf(walkOf(document), specs)
  return files.map(file => ({ ...file, stages: stages.filter(({ chain }) => chain.includes(file.node)) }))
}

function fileOf(node: WorkflowNode, specs: Specs, knows: Knows): Omit<FewStepFile, 'stages'> | undefined {
  const loaded = loadedFile(node, specs)
  const known = loaded && knows(loaded.folder, loaded.name)
  if (!loaded || !known || known.recipes.length === 0) return undefined
  const strength = numberOf(specs, node, 'strength_model')
  if (strength?.value === 0) return undefined
  const said = known.recipes.find(({ id }) => id === node.properties?.[chosenRecipe])
  return {
    node,
    input: loaded.input,
    name: loaded.name,
    family: known.family,
    candidates: known.recipes,
    sha256: known.sha256,
    recipe: said ?? (known.recipes.length === 1 ? known.recipes[0]! : null),
    sure: said !== undefined || known.sure,
    strength,
  }
}

/** The model file that a loader names. */
export function loadedFile(
  node: WorkflowNode,
  specs: Specs,
): { readonly input: string; readonly folder: string; readonly name: string } | undefined {
  const spec = specs.get(currentType(node.type))
  if (!spec || !Object.values(spec.outputs).some(({ type }) => type === 'MODEL')) return undefined
  for (const [input, port] of Object.entries(spec.inputs)) {
    const name = isFile(port) ? textOf(specs, node, input)?.value : undefined
    if (isFile(port) && name !== undefined) return { input, folder: port.folder, name }
  }
  return undefined
}

/** The family of the model that a stage's chain begins with. */
export function familyOfModel(stage: Stage, specs: Specs, knows: Knows): string | null {
  const loaded = stage.chain.length > 0 ? loadedFile(stage.chain.at(-1)!, specs) : undefined
  return loaded ? (knows(loaded.folder, loaded.name)?.family ?? null) : null
}
