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
  /** Where to begin looking for a free number. */
  readonly counter: number
  /** 0-based; a name may say it. */
  readonly inBatch: number
  readonly extension?: string
  /** Also after a power cut; true unless said. */
  readonly durable?: boolean
}

/**
 * Saves a file under the first free number from `counter` on.
 *
 * @returns the file, and the number after its own
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
