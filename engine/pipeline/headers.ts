import { describeFile, type FileDescription } from '../checkpoint/family.ts'
import type { FileRef } from '../checkpoint/file-ref.ts'
import { openSafetensors, type Safetensors } from '../checkpoint/safetensors.ts'

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
