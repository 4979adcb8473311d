import { stat } from 'node:fs/promises'
import { familyNames } from '../../../engine/checkpoint/family.ts'
import { openSafetensors } from '../../../engine/checkpoint/files/safetensors.ts'
import { sha256Of } from '../../../engine/checkpoint/files/sha256.ts'
import { type Recognised, recognise } from '../../../engine/recipes/recognise.ts'
import { kindNames } from '../../../engine/recognise/kind-names.ts'
import { modelFacts } from '../../../engine/recognise/model-facts.ts'
import { remember } from '../../../engine/remember.ts'
import type { FoundRecipes, IdentifiedFile, ModelFile } from '../../contract/answers.ts'
import type { Folders } from '../../library/folders.ts'
import type { Library } from '../../library/library.ts'
import type { RecipeTable, Row } from '../../recipes/table.ts'
import { pictureBeside } from './pictures.ts'

const pictureFolders = new Set(['input', 'output', 'temp'])

interface Surroundings {
  /** The folders of the model that comes with the program. */
  readonly builtIn: Folders
  readonly recipes: RecipeTable
}

/** What every model file is, read from its header. A known file is not read again until it changes. */
export function createModels(surroundings: Surroundings) {
  const known = new Map<string, ModelFile>()
  const hashes = remember<string, string>()

  async function describe(library: Library, folder: string, name: string): Promise<ModelFile | null> {
    const ref = await library.find(folder, name)
    if (!ref) return null
    const key = `${folder} ${name} ${ref.fingerprint}`
    const present = known.get(key) ?? (await read(folder, name, ref.path, surroundings))
    known.set(key, present)
    return present
  }

  return {
    async list(library: Library): Promise<ModelFile[]> {
      const models: ModelFile[] = []
      for (const folder of Object.keys(library.folders)) {
        if (pictureFolders.has(folder)) continue
        // One after the other: a hundred headers at once would need a hundred open files.
        for (const name of (await library.list(folder)).names) {
          const model = await describe(library, folder, name)
          if (model) models.push(model)
        }
      }
      return models
    },
    /** @param hash  read the whole file where several recipes fit: its hash may tell which is right, and answers are kept by it */
    async identify(
      library: Library,
      { folder, name, hash }: { readonly folder: string; readonly name: string; readonly hash: boolean },
    ): Promise<IdentifiedFile | null> {
      const model = pictureFolders.has(folder) ? null : await describe(library, folder, name)
      const ref = model && (await library.find(folder, name))
      if (!hash || !model || !ref) return model && { recipes: model.recipes, family: model.family }
      const header = await openSafetensors(ref.path)
      const found = recognise(surroundings.recipes, { name, header })
      if (found === null || found.rows.length < 2) return { recipes: model.recipes, family: model.family }
      const sha256 = await hashes(`${ref.path} ${ref.fingerprint}`, () => sha256Of(ref.path))
      const recipes = idsOf(recognise(surroundings.recipes, { name, header, sha256 }))
      known.set(`${folder} ${name} ${ref.fingerprint}`, { ...model, recipes })
      return { recipes, family: model.family, sha256 }
    },
  }
}

const idsOf = (found: Recognised<Row> | null): FoundRecipes | null =>
  found && { by: found.by, ids: found.rows.map(({ id }) => id) }

/** The names in every folder, for lists to choose from. What cannot be read is left out. */
export async function listFiles(library: Library): Promise<Record<string, readonly string[]>> {
  const lists = await Promise.all(
    [...Object.keys(library.folders), 'latents', 'ipadapter_embeds']
      .filter(folder => folder !== 'output' && folder !== 'temp')
      .map(async folder => [folder, (await library.list(folder)).names] as const),
  )
  return Object.fromEntries(lists)
}

async function read(
  folder: string,
  name: string,
  path: string,
  { builtIn: builtInFolders, recipes }: Surroundings,
): Promise<ModelFile> {
  const { size, mtimeMs } = await stat(path)
  const picture = (await pictureBeside(path)) ? `view?model=${encodeURIComponent(`${folder}/${name}`)}` : null
  const builtIn = Object.values(builtInFolders).some(folders => folders.some(each => path.startsWith(each)))
  const file = { folder, name, path, size, modified: mtimeMs, builtIn, picture }
  try {
    const header = await openSafetensors(path)
    const { kind, family, variants, dtypes, parameters, lora, prediction, refusal } = await modelFacts(header)
    return {
      ...file,
      recipes: idsOf(recognise(recipes, { name, header })),
      kind: kindNames[kind][0],
      family: family === 'unknown' ? null : familyNames[family],
      variants,
      dtype: dtypes.join(', ') || null,
      parameters,
      loraKinds: lora?.kinds ?? [],
      rank: lora?.rank?.[1] ?? null,
      prediction,
      problem: refusal === undefined ? null : `It is ${refusal}.`,
    }
  } catch (error) {
    const problem = error instanceof Error ? error.message : String(error)
    return { ...file, ...nothingKnown, problem }
  }
}

const nothingKnown = {
  kind: null,
  family: null,
  variants: [],
  dtype: null,
  parameters: null,
  loraKinds: [],
  rank: null,
  prediction: null,
  recipes: null,
} as const
