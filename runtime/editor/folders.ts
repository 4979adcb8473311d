import { join, resolve } from 'node:path'
import { builtInModels } from '../library/built-in.ts'
import { type Folders, joinFolders, modelsRoot } from '../library/folders.ts'
import type { SettingsStore } from '../store/settings-store.ts'
import type { PictureFolders } from './files/pictures.ts'
import { shippedExamples } from './files/workflows.ts'
import type { EditorOptions } from './options.ts'

/** The folders of one user. Those that the settings can change are functions. */
export interface EditorFolders {
  /** The folders of the model that comes with the program. */
  readonly shippedModels: Folders
  readonly examples: string
  /** Where uploads go. */
  readonly input: string
  readonly temp: string
  output(): string
  /** Models roots from the command line and the settings. */
  named(): readonly string[]
  pictures(): PictureFolders
  /** Everything the engine searches. */
  all(): Folders
}

export function editorFolders(
  { userFolder, modelFolders = [], inputFolder, outputFolder, shipped }: EditorOptions,
  settings: SettingsStore,
): EditorFolders {
  const shippedModels = shipped === undefined ? builtInModels : modelsRoot(join(shipped, 'models'))
  const examples = shipped === undefined ? shippedExamples : join(shipped, 'workflows')
  const input = resolve(inputFolder)
  const temp = join(userFolder, 'temp')
  const output = () => resolve(settings.present.outputFolder || outputFolder)
  const named = () => [...modelFolders, ...settings.present.modelFolders]
  // Shipped workflows name pictures that lie beside them.
  const inputs = [input, examples]
  return {
    shippedModels,
    examples,
    input,
    temp,
    output,
    named,
    pictures: () => ({ output: output(), temp, input: inputs }),
    all: () =>
      joinFolders(...named().map(root => modelsRoot(resolve(root))), shippedModels, {
        input: inputs,
        output: [output()],
        temp: [temp],
      }),
  }
}
