import { createStore } from 'zustand/vanilla'
import type { Specs } from '../../graph/prompt.ts'
import { type Contradiction, contradictionsOf } from '../../graph/recipes/contradictions.ts'
import {
  type FewStepFile,
  fewStepFiles,
  type KnownFile,
  type Knows,
  loadedFile,
} from '../../graph/recipes/few-step-files.ts'
import { oversized } from '../../graph/recipes/oversized.ts'
import type { Recipe } from '../../graph/recipes/recipe.ts'
import type { Workflow } from '../../graph/workflow.ts'
import type { IdentifiedFile } from '../../runtime/contract/answers.ts'
import type { Studio } from '../studio/studio.ts'

/** A few-step file of a document. */
export interface FoundFile extends FewStepFile {
  /** Would the settings of its likeliest recipe change anything here? */
  readonly differs: boolean
}

export interface FewSteps {
  readonly files: readonly FoundFile[]
  readonly contradictions: readonly Contradiction[]
  /** Files that a person said are not few-step files, by the id of their node. */
  readonly plain: ReadonlyMap<string, string>
}

/** What is known of model files, by folder and name. */
type Known = Readonly<Record<string, IdentifiedFile | null>>
const keyOf = (folder: string, name: string) => `${folder} ${name}`

/** Knows the few-step files of a document: asks the program about every file that a node names, once. */
function createFewSteps({ api, specs, facts, files, settings }: Studio) {
  const recipes = recipesOf(facts)
  const store = createStore<Known>(() => ({}))
  const asked = new Set<string>()
  let last: { readonly of: readonly unknown[]; readonly found: FewSteps } | null = null

  async function ask(folder: string, name: string): Promise<void> {
    const key = keyOf(folder, name)
    const say = (file: IdentifiedFile | null) => store.setState({ [key]: file })
    // The nodes that need a file report that it cannot be read.
    const file = await api.request('model:identify', { folder, name, hash: false }).catch(() => null)
    say(file)
    if ((file?.recipes?.ids.length ?? 0) > 1)
      say(await api.request('model:identify', { folder, name, hash: true }).catch(() => file))
  }

  // The folders have changed: a file may be another one now.
  files.subscribe((now, before) => {
    if (now.names === before.names) return
    asked.clear()
    store.setState({}, true)
  })

  const dismissed = createStore<ReadonlySet<string>>(() => new Set())

  return {
    store,
    /** The offers and warnings that the user dismissed, by the keys of bubbles.ts. */
    dismissed,
    dismiss: (keys: readonly string[]): void => dismissed.setState(now => new Set([...now, ...keys]), true),
    /** Asks about the files that a document names and nobody has asked about yet. */
    askFor(document: Workflow, known: Known): void {
      for (const node of document.nodes) {
        const file = loadedFile(node, specs)
        if (!file) continue
        const key = keyOf(file.folder, file.name)
        if (Object.hasOwn(known, key) || asked.has(key)) continue
        asked.add(key)
        void ask(file.folder, file.name)
      }
    },
    /** Computed once for each document and each answer. */
    of(document: Workflow, known: Known): FewSteps {
      const { plainModels } = settings.getState()
      const of = [document, known, plainModels]
      if (!last || last.of.some((each, i) => each !== of[i]))
        last = { of, found: look(document, specs, known, { recipes, plainModels }) }
      return last.found
    },
  }
}

/** The few-step files of a document, as far as its files have been detected. */
function look(
  document: Workflow,
  specs: Specs,
  known: Known,
  { recipes, plainModels }: { recipes: ReadonlyMap<string, Recipe>; plainModels: readonly string[] },
): FewSteps {
  const isPlain = (file: IdentifiedFile | null | undefined) => plainModels.includes(file?.sha256 ?? '')
  const knows: Knows = (folder, name) => {
    const file = known[keyOf(folder, name)]
    return file && !isPlain(file) ? knownFile(file, recipes) : undefined
  }
  const files = fewStepFiles(document, specs, knows)
  const assumed = files.map(file => ({ ...file, sure: true, recipe: file.recipe ?? file.candidates[0]! }))
  const differing = new Set(contradictionsOf(assumed, specs, knows).map(({ file }) => file))
  const plain = document.nodes.flatMap(node => {
    const loaded = loadedFile(node, specs)
    const file = loaded && known[keyOf(loaded.folder, loaded.name)]
    return isPlain(file) ? [[String(node.id), file!.sha256!] as const] : []
  })
  return {
    plain: new Map(plain),
    files: files.map(file => ({ ...file, differs: differing.has(file.node.id) })),
    contradictions: [...contradictionsOf(files, specs, knows), ...oversized(document, specs)],
  }
}

const knownFile = (
  { recipes: found, family, sha256 }: IdentifiedFile,
  recipes: ReadonlyMap<string, Recipe>,
): KnownFile => ({
  recipes: (found?.ids ?? []).flatMap(id => recipes.get(id) ?? []),
  sure: found !== null && found.by !== 'layout',
  family,
  sha256,
})

const made = new WeakMap<Studio, ReturnType<typeof createFewSteps>>()

/** One for each window. */
export function fewStepsOf(studio: Studio): ReturnType<typeof createFewSteps> {
  const found = made.get(studio) ?? createFewSteps(studio)
  made.set(studio, found)
  return found
}

/** The settings of few-step files, by id. */
export const recipesOf = ({ recipes }: Studio['facts']): ReadonlyMap<string, Recipe> =>
  new Map(recipes.map(recipe => [recipe.id, recipe]))
