import type { FileRef } from '../checkpoint/files/file-ref.ts'
import { type BlockVector, blockWeights, type LoraPart } from '../lora/block-weights.ts'
import { matchLora } from '../lora/match.ts'
import { openAs } from './headers.ts'
import { checkLora, type LoraTarget, loraBase } from './lora-fit.ts'

export interface LoraStrength {
  readonly model: number
  readonly clip: number
  /** Where only a share of the model's strength counts. */
  readonly parts?: readonly LoraPart[]
}

/**
 * Puts a LoRA on a model, a text encoder, or both. A strength of 0 keeps the LoRA in place, so that moving it away
 * from 0 again makes no new session.
 *
 * @returns the changed descriptions, and what the user should know: layers of the file that fit nothing
 * @throws  CheckpointError `wrong-family`, naming both files, when the LoRA was made for another family
 */
export async function applyLora(
  target: LoraTarget,
  lora: FileRef,
  strength: LoraStrength,
): Promise<LoraTarget & { readonly notices: readonly string[] }> {
  const { parts } = strength
  const notices = await checkLora(lora, target)
  return {
    ...(target.model && {
      model: {
        ...target.model,
        loras: [...target.model.loras, { file: lora, strength: strength.model, ...(parts && { parts }) }],
      },
    }),
    ...(target.clip && {
      clip: { ...target.clip, loras: [...target.clip.loras, { file: lora, strength: strength.clip }] },
    }),
    notices,
  }
}

/**
 * The same with a number for each block of the UNet; the first one counts for the text encoder too.
 *
 * @returns the numbers as well, with letters replaced
 * @throws  RangeInputError when the vector is no list of numbers
 */
export async function applyLoraBlocks(
  target: Required<LoraTarget>,
  lora: FileRef,
  strength: { readonly model: number; readonly clip: number },
  vector: BlockVector,
) {
  const { header } = await openAs('LoRA', lora)
  const matched = await matchLora(header, await loraBase('unet', target.model.file))
  const { parts, base: share, populated } = blockWeights([...new Set(matched.map(({ key }) => key))], vector)
  return { ...(await applyLora(target, lora, { ...strength, clip: strength.clip * share, parts })), populated }
}
