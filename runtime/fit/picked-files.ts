import type { FileRef } from '../../engine/checkpoint/files/file-ref.ts'
import type { FileDescription } from '../../engine/recognise/description.ts'
import { type FileUse, isFileUse } from '../../engine/recognise/file-use.ts'
import { openFile } from '../../engine/recognise/open-file.ts'
import type { NodeSpec } from '../../graph/node.ts'
import type { Plan, Step } from '../../graph/plan.ts'
import type { Specs } from '../../graph/prompt.ts'
import { isFile } from '../../graph/widgets/file.ts'
import { fileNoun } from '../library/folders.ts'
import type { Library } from '../library/library.ts'

/** A model file that a node's widget names, and what its header says it is. */
export interface PickedFile {
  readonly input: string
  readonly name: string
  /** What the widget asks for. */
  readonly use: FileUse
  readonly description: FileDescription
}

/** By node id, in the order of its inputs. */
export type PickedFiles = ReadonlyMap<string, readonly PickedFile[]>

/**
 * Reads the headers of all model files that a plan names. A file that is missing or unreadable is reported by its node.
 *
 * @param pause  awaited before each step; see `pauses`
 */
export async function pickedFiles(
  plan: Plan,
  specs: Specs,
  library: Library,
  pause: () => Promise<void>,
): Promise<PickedFiles> {
  const picked = new Map<string, readonly PickedFile[]>()
  for (const step of plan.steps) {
    await pause()
    const files = await filesOf(step, specs.get(step.type)!, library)
    if (files.length > 0) picked.set(step.id, files)
  }
  return picked
}

async function filesOf(step: Step, spec: NodeSpec, library: Library): Promise<PickedFile[]> {
  const files: PickedFile[] = []
  for (const [input, value] of Object.entries(step.inputs)) {
    const port = spec.inputs[input]
    if (!port || !isFile(port) || value.kind === 'link') continue
    const use = fileNoun(port.folder)
    const ref = await library.find(port.folder, String(value.value))
    if (!ref || !isFileUse(use)) continue
    for (const each of await described(ref)) files.push({ input, use, ...each })
  }
  return files
}

/** A name may stand for several files; one that cannot be read is left out. */
async function described(ref: FileRef): Promise<Pick<PickedFile, 'name' | 'description'>[]> {
  const found: Pick<PickedFile, 'name' | 'description'>[] = []
  for (const file of ref.members ?? [ref]) {
    const open = await openFile(file).catch(() => null)
    if (open) found.push({ name: file.name, description: open.description })
  }
  return found
}
