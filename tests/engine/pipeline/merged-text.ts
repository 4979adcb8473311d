import { readFile, writeFile } from 'node:fs/promises'
import { openSafetensors, readTensor } from '../../../engine/checkpoint/safetensors.ts'
import { matchLora } from '../../../engine/lora/match.ts'
import type { Tensor } from '../../../engine/tensor/tensor.ts'
import { weightsBelow } from '../networks/run-graph.ts'

const { fround } = Math
const TEXT = 'cond_stage_model.transformer.text_model.'

/**
 * Writes a half-precision checkpoint with a LoRA merged into its text encoder the way ComfyUI merges it there:
 * W ← half(W + strength · scale · up · down), each operation in float32 before the half. (The UNet ComfyUI holds in
 * float32 on a CPU.)
 */
export async function writeMergedText(path: string, base: string, lora: string, strength: number): Promise<void> {
  const [checkpoint, patch] = [await openSafetensors(base), await openSafetensors(lora)]
  const bytes = await readFile(checkpoint.path)
  const { tensors } = weightsBelow(checkpoint, TEXT)
  for (const { key, scale, roles } of await matchLora(patch, { network: 'clipL', name: base, tensors })) {
    const info = tensors.get(key)!
    if (info.dtype !== 'F16') throw new Error(`${key} is ${info.dtype}, and only F16 can be merged in place`)
    const weight = await readTensor(checkpoint, TEXT + key)
    const change = product(await readTensor(patch, roles.up!.name), await readTensor(patch, roles.down!.name))
    const s = fround(strength * scale)
    const merged = Float16Array.from(weight.data, (w, i) => fround(w + fround(s * change[i]!)))
    bytes.set(new Uint8Array(merged.buffer), info.offset)
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
