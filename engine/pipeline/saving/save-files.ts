import { writeNewSafetensors } from '../../checkpoint/files/safetensors-writer.ts'
import { outputNames } from '../../image/files/output-names.ts'
import { unwritable } from '../../image/files/write-new-file.ts'
import type { StageContext } from '../stage.ts'
import type { SavedTensors } from './saved-names.ts'

export interface SaveContext extends StageContext {
  readonly folders: { readonly output: string }
  /** The workflow: keyword → JSON text. */
  readonly metadata: Readonly<Record<string, string>>
}

/** A file to be: its tensors, and what its header says beside the workflow. */
export interface FileToSave {
  readonly tensors: SavedTensors
  /** @param name  the file's, without number and ending; @param counter  its number */
  header?(name: string, counter: number): Readonly<Record<string, string>>
}

/**
 * Saves a model as `prefix_00001_.safetensors`, 00002 and so on, one tensor after the other: a single tensor is in memory.
 *
 * @param prefix  as filename_prefix of Save Image, below the output folder
 * @returns the path of the file
 * @throws  ImageError when the folder cannot be written or the disk is full; whatever `signal` was aborted with
 */
export async function saveFile(prefix: string, { tensors, header }: FileToSave, context: SaveContext): Promise<string> {
  const names = await outputNames(context.folders.output, prefix, { width: 0, height: 0 })
  const name = names.file(0, 0, '').replace(/_00000_\.$/, '')
  const specs = [...tensors].map(([name, { dtype, shape }]) => ({ name, dtype, shape }))
  const [folder, first] = [names.folder, names.firstCounter]
  const nameOf = (counter: number) => names.file(counter, 0, 'safetensors')
  let done = 0
  try {
    return await writeNewSafetensors(
      { folder, first, nameOf },
      specs,
      spec => {
        context.signal.throwIfAborted()
        context.progress(++done, specs.length)
        return tensors.get(spec.name)!.bytes()
      },
      { ...header?.(name, first), ...context.metadata },
    )
  } catch (cause) {
    if (!(cause instanceof Error && 'syscall' in cause)) throw cause
    throw unwritable(nameOf(first), folder, cause)
  }
}
