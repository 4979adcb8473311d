import { readFile, writeFile } from 'node:fs/promises'
import { fileRef, readTensorAt } from '../../../engine/checkpoint/files/safetensors.ts'
import { loraChanges } from '../../../engine/lora/match.ts'
import type { Clip } from '../../../engine/pipeline/types.ts'
import { networkWeights, openFile } from '../../../engine/recognise/open-file.ts'
import type { Tensor } from '../../../engine/tensor/tensor.ts'

const { fround } = Math

/**
 * Writes a half-precision checkpoint with a LoRA merged into its text encoders the way ComfyUI merges it there:
 * W ← half(W + strength · scale · up · down), each operation in float32 before the half. (The UNet ComfyUI holds in
 * float32 on a CPU.)
 */
export async function writeMergedText(path: string, { encoders }: Clip, lora: string, strength: number): Promise<void> {
  const { file } = encoders[0]!
  const [open, patch] = [await openFile(file), await fileRef(lora)]
  const bytes = await readFile(file.path)
  for (const { kind } of encoders) {
    const { tensors } = networkWeights(open, kind)!
    const base = { network: kind, file, tensors, alone: encoders.length === 1 }
    for (const { key, scale, roles } of await loraChanges(patch, base)) {
      const info = tensors.get(key)!
      if (info.dtype !== 'F16') throw new Error(`${key} is ${info.dtype}, and only F16 can be merged in place`)
      const weight = await readTensorAt(info)
      const change = product(await readTensorAt(roles.up!), await readTensorAt(roles.down!))
      const s = fround(strength * scale)
      const merged = Float16Array.from(weight.data, (w, i) => fround(w + fround(s * change[i]!)))
      bytes.set(new Uint8Array(merged.buffer), info.offset)
    }
  }
  await writeFile(path, bytes)
}

/** up · down, both flattened from the second dimension on. */
function product(up: Tensor, down: Tensor): Float32Array {
  const rank = down.dims[0]!
  const [rows, columns] = [up.dims[0]!, down.data.length / rank]
  return Float32Array.from({ length: rows * columns }, (_, at) => {
    let sum = 0
    for (let r = 0; r < rank; r++)
      sum += up.data[Math.floor(at / columns) * rank + r]! * down.data[r * columns + (at % columns)]!
    return sum
  })
}
