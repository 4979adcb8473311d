import { familyNames } from '../../engine/checkpoint/family.ts'
import { openSafetensors } from '../../engine/checkpoint/files/safetensors.ts'
import { recognise } from '../../engine/recipes/recognise.ts'
import { factsOf } from '../../engine/recipes/signs.ts'
import { readWorkflow } from '../../graph/import/read-workflow.ts'
import { stringifyJson } from '../../graph/json.ts'
import type { Prompt, Specs } from '../../graph/prompt.ts'
import { contradictions } from '../../graph/recipes/contradictions.ts'
import { type KnownFile, type Knows, loadedFile } from '../../graph/recipes/few-step-files.ts'
import { oversized } from '../../graph/recipes/oversized.ts'
import type { Workflow } from '../../graph/workflow.ts'
import type { Library } from '../library/library.ts'
import { type RecipeTable, recipesOf } from './table.ts'

export interface RecipeNotice {
  readonly node: string
  readonly message: string
}

/** The settings of a prompt that its model files are not made for. They are reported and never stop a run. */
export async function recipeNotices(
  prompt: Prompt,
  specs: Specs,
  { library, recipes }: { readonly library: Library; readonly recipes: RecipeTable },
): Promise<RecipeNotice[]> {
  // A document made of the prompt, in which reroutes and subgraphs are resolved already.
  const document = readWorkflow(stringifyJson(prompt), specs)
  const knows = await knownFiles(document, specs, library, recipes)
  const found = [...contradictions(document, specs, knows), ...oversized(document, specs)]
  const sentences = found.map(({ node, message }) => ({ node: String(node), message }))
  return [...new Map(sentences.map(each => [each.message, each])).values()]
}

async function knownFiles(document: Workflow, specs: Specs, library: Library, recipes: RecipeTable): Promise<Knows> {
  const known = new Map<string, KnownFile>()
  for (const node of document.nodes) {
    const file = loadedFile(node, specs)
    if (!file || known.has(`${file.folder} ${file.name}`)) continue
    const found = await readFile(library, file, recipes).catch(() => undefined)
    if (found) known.set(`${file.folder} ${file.name}`, found)
  }
  return (folder, name) => known.get(`${folder} ${name}`)
}

/** The run itself reports a file that cannot be read. */
async function readFile(
  library: Library,
  { folder, name }: { readonly folder: string; readonly name: string },
  recipes: RecipeTable,
): Promise<KnownFile | undefined> {
  const ref = await library.find(folder, name)
  if (!ref) return undefined
  const header = await openSafetensors(ref.path)
  const found = recognise(recipes, { name, header })
  const { family } = factsOf(header)
  return {
    recipes: found ? recipesOf(found) : [],
    sure: found !== null && found.by !== 'layout',
    family: family === 'unknown' ? null : familyNames[family],
  }
}
