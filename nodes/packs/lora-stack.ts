import type { FileRef } from '../../engine/checkpoint/files/file-ref.ts'
import type { Clip, Model } from '../../engine/pipeline/types.ts'
import { file, float, optional, socket } from '../../graph/node.ts'
import { applyLora } from '../pipeline.ts'

/** A LoRA that waits for a node that applies it. */
export interface StackedLora {
  readonly file: FileRef
  readonly model: number
  readonly clip: number
}

export const loraStack = socket<readonly StackedLora[]>('LORA_STACK', 'LoRAs with their strengths, applied in order.')

export const loraName = optional(file('loras', { none: 'None', help: 'A file of models/loras. None: no LoRA.' }))
const range = { default: 1, min: -10, max: 10, step: 0.01 }
export const modelStrength = float({ ...range, help: 'The strength of the LoRA in the UNet.' })
export const clipStrength = float({ ...range, help: 'The strength of the LoRA in the text encoder.' })
export const bothStrengths = float({ ...range, help: 'The strength of the LoRA in the UNet and the text encoder.' })

/** The LoRAs on a model and its text encoder, those without strength left out. */
export async function applyStack(
  { model, clip }: { readonly model: Model; readonly clip: Clip },
  stack: readonly StackedLora[],
  notice: (message: string) => void,
): Promise<{ readonly model: Model; readonly clip: Clip }> {
  let parts = { model, clip }
  for (const { file, ...strength } of stack) {
    if (strength.model === 0 && strength.clip === 0) continue
    const changed = await applyLora(parts, file, strength)
    changed.notices.forEach(notice)
    parts = { model: changed.model ?? parts.model, clip: changed.clip ?? parts.clip }
  }
  return parts
}
