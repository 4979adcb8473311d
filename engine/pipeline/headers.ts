import type { FileDescription } from '../checkpoint/description.ts'
import { describeFile } from '../checkpoint/family.ts'
import { type FileUse, whyNot } from '../checkpoint/file-use.ts'
import type { FileRef } from '../checkpoint/files/file-ref.ts'
import { openSafetensors, type Safetensors } from '../checkpoint/files/safetensors.ts'
import { CheckpointError } from '../errors.ts'

/** A file's header, with what its keys say it is. */
export interface OpenFile {
  readonly header: Safetensors
  readonly description: FileDescription
}

const opened = new Map<string, Promise<OpenFile>>()

/**
 * Reads a file's header once per state of the file.
 *
 * @throws CheckpointError when it is not a .safetensors file
 */
export function openFile(file: FileRef): Promise<OpenFile> {
  const key = `${file.path}\n${file.fingerprint}`
  let open = opened.get(key)
  if (!open) {
    open = openSafetensors(file.path).then(header => ({ header, description: describeFile(header) }))
    open.catch(() => opened.delete(key))
    opened.set(key, open)
  }
  return open
}

/**
 * Opens a file that somebody picked for something.
 *
 * @throws CheckpointError when it is for something else, or of a model that cannot be run here
 */
export async function openAs(use: FileUse, file: FileRef): Promise<OpenFile> {
  const open = await openFile(file)
  const why = whyNot(file.name, open.description, use)
  if (why === null) return open
  throw new CheckpointError(open.description.refusal ? 'unknown-family' : 'missing-part', file.path, why)
}
