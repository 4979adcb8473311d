import type { FilesOf } from '../graph/import/a1111.ts'
import { isPng, readPngText } from '../graph/import/png-text.ts'
import { readWorkflow, readWorkflowFile } from '../graph/import/read-workflow.ts'
import { decodeText } from '../graph/import/text-codec.ts'
import { isWebp, readWebpText } from '../graph/import/webp-text.ts'
import { isObject, parseJson } from '../graph/json.ts'
import { checkPrompt, convertWorkflow, isPrompt, type Prompt, type Specs } from '../graph/prompt.ts'
import type { Workflow } from '../graph/workflow.ts'
import type { Library } from './library/library.ts'

/** What a file says should run. */
export interface Runnable {
  readonly prompt: Prompt
  /** The document it came from, its texts chosen; absent where the file is a prompt already. */
  readonly workflow?: Workflow
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
  const text = textOf(bytes)
  if (text === undefined) return fromWorkflow(readWorkflowFile(bytes, specs), specs)
  if (!/^\s*\{/.test(text)) return fromWorkflow(readWorkflow(text, specs, await filesOf(library)), specs)
  const data = parseJson(text)
  const given = [data, isObject(data) ? data.prompt : undefined].find(isPrompt)
  return given ? { prompt: checkPrompt(given), fill: prompt => prompt } : fromWorkflow(readWorkflow(text, specs), specs)
}

/**
 * Reads a file of any dialect as a document to edit: what is a prompt only gets places for its nodes.
 *
 * @throws WorkflowError saying what the file is instead
 */
export async function readDocument(bytes: Uint8Array, specs: Specs, library: Library): Promise<Workflow> {
  const text = textOf(bytes)
  return text === undefined ? readWorkflowFile(bytes, specs) : readWorkflow(text, specs, await filesOf(library))
}

const fromWorkflow = (workflow: Workflow, specs: Specs): Runnable => convertWorkflow(workflow, specs)

function textOf(bytes: Uint8Array): string | undefined {
  const texts = isPng(bytes) ? readPngText(bytes) : isWebp(bytes) ? readWebpText(bytes) : undefined
  return texts ? (texts.get('workflow') ?? texts.get('prompt') ?? texts.get('parameters')) : decodeText(bytes)
}

/** A1111 writes the beginnings of names only; here are the files they may mean. */
async function filesOf(library: Library): Promise<FilesOf> {
  const folders = ['checkpoints', 'loras', 'vae']
  const lists = await Promise.all(folders.map(async folder => [folder, (await library.list(folder)).names] as const))
  const names = new Map(lists)
  return folder => names.get(folder) ?? []
}
