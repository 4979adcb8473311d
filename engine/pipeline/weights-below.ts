import type { Safetensors } from '../checkpoint/safetensors.ts'
import type { WeightFile } from '../onnx/weights.ts'

/** The tensors below a prefix, named from there: `model.diffusion_model.out.2.weight` is the UNet's `out.2.weight`. */
export function weightsBelow(header: Safetensors, prefix: string): WeightFile {
  const below = [...header.tensors].filter(([key]) => key.startsWith(prefix))
  return { path: header.path, tensors: new Map(below.map(([key, info]) => [key.slice(prefix.length), info])) }
}
