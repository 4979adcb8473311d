import type { FilesOf } from '../graph/import/a1111.ts'
import { type ReadOptions, readFileContents, readWorkflowFile } from '../graph/import/read-workflow.ts'
import type { InParts } from '../graph/planning/in-parts.ts'
import { convertInParts, type Prompt, type Specs } from '../graph/prompt.ts'
import type { Workflow } from '../graph/workflow.ts'
import { withPauses } from './engine-process/pauses.ts'
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
  const { read: contents, notes } = await withFiles(library, options => readFileContents(bytes, options))
  if (contents.kind === 'prompt') return { prompt: contents.prompt, notes, fill: prompt => prompt }
  return { ...(await withPauses(convertInParts(contents.workflow, specs))), notes }
}

/**
 * Reads a file of any dialect as a document to edit: what is a prompt only gets places for its nodes.
 *
 * @returns also sentences about what was passed over or replaced in the file
 * @throws  WorkflowError saying what the file is instead
 */
export async function readDocument(
  bytes: Uint8Array,
  specs: Specs,
  library: Library,
): Promise<{ readonly document: Workflow; readonly notes: readonly string[] }> {
  const { read: document, notes } = await withFiles(library, options => readWorkflowFile(bytes, specs, options))
  return { document, notes }
}

/** A1111 writes the beginnings of names only. The files they may mean are listed once something asks for them. */
async function withFiles<T>(library: Library, read: (options: ReadOptions) => InParts<T>) {
  let isAsked = false
  const reading = async (filesOf: FilesOf) => {
    const notes: string[] = []
    return { read: await withPauses(read({ filesOf, note: sentence => notes.push(sentence) })), notes }
  }
  const first = await reading(() => {
    isAsked = true
    return []
  })
  if (!isAsked) return first
  const folders = ['checkpoints', 'loras', 'vae', 'upscale_models']
  const lists = await Promise.all(folders.map(async folder => [folder, (await library.list(folder)).names] as const))
  const names = new Map(lists)
  return reading(folder => names.get(folder) ?? [])
}
