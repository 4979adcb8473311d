import type { FileRef } from '../checkpoint/files/file-ref.ts'
import { openHeader, type Safetensors } from '../checkpoint/files/safetensors.ts'
import { textTensors, visionTensors } from '../checkpoint/keys/clip-keys.ts'
import { unetTensors } from '../checkpoint/keys/unet-keys.ts'
import { ldmVaeTensors } from '../checkpoint/keys/vae-keys.ts'
import { CheckpointError } from '../errors.ts'
import type { WeightFile } from '../onnx/weights.ts'
import { describeFile } from './describe-file.ts'
import type { FileDescription, PartName } from './description.ts'
import { type FileUse, whyNot } from './file-use.ts'

/** A file's header, and what its keys say it is. */
export interface OpenFile {
  readonly header: Safetensors
  readonly description: FileDescription
}

const descriptions = new WeakMap<Safetensors, FileDescription>()

/** Reads and describes a file once for each state of the file. @throws CheckpointError when it is not a .safetensors file */
export async function openFile(file: FileRef): Promise<OpenFile> {
  const header = await openHeader(file)
  const description = descriptions.get(header) ?? describeFile(header)
  descriptions.set(header, description)
  return { header, description }
}

/**
 * Opens a file that a user selected for something.
 *
 * @throws CheckpointError when it is for something else, or belongs to a model that cannot be run
 */
export async function openAs(use: FileUse, file: FileRef): Promise<OpenFile> {
  const open = await openFile(file)
  const why = whyNot(file.name, open.description, use)
  if (why === null) return open
  throw new CheckpointError(open.description.refusal ? 'unknown-family' : 'missing-part', file.path, why)
}

const tensorsOf = {
  unet: unetTensors,
  clipL: textTensors,
  clipH: textTensors,
  clipG: textTensors,
  vae: ldmVaeTensors,
  clipVision: visionTensors,
} as const satisfies Record<PartName, unknown>

/**
 * One network's tensors in a file, under the names that engine/networks/ uses, whatever names the file uses.
 *
 * @returns null when the file does not hold this network
 */
export function networkWeights({ header, description }: OpenFile, name: PartName): WeightFile | null {
  const part = description.parts[name]
  return part ? { path: header.path, tensors: tensorsOf[name](header, part.prefix) } : null
}
