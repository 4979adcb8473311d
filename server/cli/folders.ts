import { resolve } from 'node:path'
import { builtInModels } from '../../runtime/library/built-in.ts'
import { type Folders, joinFolders, modelsRoot } from '../../runtime/library/folders.ts'

/** The models folders of a command line, in this order: default sections of YAML files, `--models`, the other sections, the
 * built-in folder. */
export async function modelFolders(arguments_: {
  readonly models: readonly string[]
  readonly extraModelPaths: readonly string[]
}): Promise<Folders> {
  const extra = await Promise.all(arguments_.extraModelPaths.map(readExtra))
  return joinFolders(
    ...extra.map(({ first }) => first),
    ...arguments_.models.map(root => modelsRoot(resolve(root))),
    ...extra.map(({ last }) => last),
    builtInModels,
  )
}

/** The YAML reader is loaded only where there is such a file. */
async function readExtra(file: string) {
  const { readExtraModelPaths } = await import('../../runtime/library/extra-model-paths.ts')
  return readExtraModelPaths(file)
}
