import { join } from 'node:path'
import type { OutputNames } from './output-names.ts'
import { writeNewFile } from './write-new-file.ts'

export interface SavedFile {
  readonly filename: string
  /** Relative to the folder that was given, '/' between parts. */
  readonly subfolder: string
  /** Absolute. */
  readonly path: string
}

export interface Numbering {
  /** The first number to try. */
  readonly counter: number
  /** From 0; a name may contain it. */
  readonly inBatch: number
  readonly extension?: string
  /** The file survives a power failure; true by default. */
  readonly durable?: boolean
}

/**
 * Saves a file under the first free number from `counter` on.
 *
 * @returns the file, and the next number
 * @throws  ImageError when the folder cannot be written
 */
export async function saveNumbered(
  bytes: Uint8Array,
  names: OutputNames,
  { counter, inBatch, extension = 'png', durable = true }: Numbering,
): Promise<{ readonly file: SavedFile; readonly next: number }> {
  for (let number = counter; ; number++) {
    const filename = names.file(number, inBatch, extension)
    const path = join(names.folder, filename)
    if (await writeNewFile(path, bytes, durable))
      return { file: { filename, subfolder: names.subfolder, path }, next: number + 1 }
  }
}
