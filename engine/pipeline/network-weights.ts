import type { PartName } from '../checkpoint/description.ts'
import { textTensors, visionTensors } from '../checkpoint/keys/clip-keys.ts'
import { unetTensors } from '../checkpoint/keys/unet-keys.ts'
import { ldmVaeTensors } from '../checkpoint/keys/vae-keys.ts'
import type { WeightFile } from '../onnx/weights.ts'
import type { OpenFile } from './headers.ts'

const tensorsOf = {
  unet: unetTensors,
  clipL: textTensors,
  clipH: textTensors,
  clipG: textTensors,
  vae: ldmVaeTensors,
  clipVision: visionTensors,
} as const satisfies Record<PartName, unknown>

/**
 * One network's tensors in a file, under the names that engine/networks/ uses, whichever the file uses.
 *
 * @returns null when the file has no such network
 */
export function networkWeights({ header, description }: OpenFile, name: PartName): WeightFile | null {
  const part = description.parts[name]
  return part ? { path: header.path, tensors: tensorsOf[name](header, part.prefix) } : null
}
