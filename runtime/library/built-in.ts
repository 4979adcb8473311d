import { fileURLToPath } from 'node:url'
import { type Folders, modelsRoot } from './folders.ts'

/** The models that come with the program, laid out as any models folder. */
export const builtInModels: Folders = modelsRoot(fileURLToPath(new URL('../../models', import.meta.url)))
