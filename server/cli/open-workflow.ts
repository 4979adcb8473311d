import { readFile } from 'node:fs/promises'
import { buffer } from 'node:stream/consumers'
import { WorkflowError } from '../../graph/errors.ts'
import { isModelName } from '../../graph/model-endings.ts'
import type { Specs } from '../../graph/prompt.ts'
import type { Workflow } from '../../graph/workflow.ts'
import type { Library } from '../../runtime/library/library.ts'
import { type Runnable, readDocument, readRunnable } from '../../runtime/read-runnable.ts'

/** Reads the bytes of a file now, and reads them as a workflow once the nodes are known. */
export async function openWorkflow(file: string): Promise<(specs: Specs, library: Library) => Promise<Runnable>> {
  const bytes = await readBytes(file)
  return (specs, library) => readRunnable(bytes, specs, library).catch(named(file))
}

/** Reads a file as a document, whatever dialect it is in. */
export async function openDocument(file: string, specs: Specs, library: Library): Promise<Workflow> {
  const { document, notes } = await readDocument(await readBytes(file), specs, library).catch(named(file))
  for (const note of notes) process.stderr.write(`note: ${note}\n`)
  return document
}

const named = (file: string) => (error: unknown) => {
  if (!(error instanceof WorkflowError)) throw error
  throw new WorkflowError(error.code, `${file === '-' ? 'standard input' : file}: ${error.message}`, error.place, {
    cause: error,
  })
}

async function readBytes(file: string): Promise<Uint8Array> {
  if (isModelName(file))
    throw new Error(`${file} is a model, not a workflow; see what it is with: leapgraph inspect ${file}`)
  return (file === '-' ? buffer(process.stdin) : readFile(file)).catch((cause: NodeJS.ErrnoException) => {
    const why = reasons[cause.code ?? ''] ?? `cannot be read (${cause.code})`
    throw new Error(`the workflow ${file} ${why}`, { cause })
  })
}

const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'does not exist',
  EISDIR: 'is a folder, not a file',
  EACCES: 'may not be read',
}
