import type { FilesOf } from '../graph/import/a1111.ts'
import { readFileContents, readWorkflowFile } from '../graph/import/read-workflow.ts'
import { convertWorkflow, type Prompt, type Specs } from '../graph/prompt.ts'
import type { Workflow } from '../graph/workflow.ts'
import type { Library } from './library/library.ts'

/** What a file says should run. */
export interface Runnable {
  readonly prompt: Prompt
  /** The document it came from, its texts chosen; absent where the file is a prompt already. */
  readonly workflow?: Workflow
  /** Sentences about what was passed over in the file. */
  readonly notes: readonly string[]
  /** Fills the placeholders of the prompt, once its values are changed. */
  fill(prompt: Prompt): Prompt
}

/**
 * Reads a workflow, a prompt, or a picture that carries one. A prompt is taken as it stands: it is what ran, its texts
 * are already chosen.
 *
 * @throws WorkflowError saying what the file is instead
 */
export async function readRunnable(bytes: Uint8Array, specs: Specs, library: Library): Promise<Runnable> {
  let notes: string[] = []
  const contents = await withFiles(library, filesOf => {
    notes = []
    return readFileContents(bytes, { filesOf, note: sentence => notes.push(sentence) })
  })
  if (contents.kind === 'prompt') return { prompt: contents.prompt, notes, fill: prompt => prompt }
  return { ...convertWorkflow(contents.workflow, specs), notes }
}

/**
 * Reads a file of any dialect as a document to edit: what is a prompt only gets places for its nodes.
 *
 * @throws WorkflowError saying what the file is instead
 */
export const readDocument = (bytes: Uint8Array, specs: Specs, library: Library): Promise<Workflow> =>
  withFiles(library, filesOf => readWorkflowFile(bytes, specs, { filesOf }))

/** A1111 writes the beginnings of names only. The files they may mean are listed once something asks for them. */
async function withFiles<T>(library: Library, read: (filesOf: FilesOf) => T): Promise<T> {
  let isAsked = false
  const first = read(() => {
    isAsked = true
    return []
  })
  if (!isAsked) return first
  const folders = ['checkpoints', 'loras', 'vae', 'upscale_models']
  const lists = await Promise.all(folders.map(async folder => [folder, (await library.list(folder)).names] as const))
  const names = new Map(lists)
  return read(folder => names.get(folder) ?? [])
}
