import type { FileRef } from '../../checkpoint/files/file-ref.ts'
import type { Tensors } from '../../checkpoint/files/safetensors.ts'
import { controlForm, controlTensors } from '../../checkpoint/keys/control-keys.ts'
import type { WeightChange } from '../../lora/match.ts'
import { type LoraStack, noLoras } from '../../lora/stack.ts'
import type { Heads } from '../../networks/unet.ts'
import type { WeightFile } from '../../onnx/weights.ts'
import { openFile } from '../../recognise/open-file.ts'
import { unetHeads } from '../head-count.ts'
import type { ControlNet } from '../types.ts'
import { type UnetParts, unetNetwork } from '../unet/unet-network.ts'
import { differencesOf, factorsOf } from './changes.ts'

/** The weights of a ControlNet, whichever form its file has. */
export interface ControlWeights {
  /** The files and their state. */
  readonly key: readonly string[]
  readonly file: WeightFile
  readonly heads: Heads
  /** The changes of the weights: those that the file stores for a UNet's weights, and the LoRAs of that UNet. */
  readonly loras: LoraStack
}

/** @param model  the UNet that is steered: a Control-LoRA uses its weights */
export async function controlWeights({ file, base }: ControlNet, model: UnetParts): Promise<ControlWeights> {
  const { header } = await openFile(file)
  const own = controlTensors(header)
  if (controlForm(header.tensors) === 'low-rank') return madeOf(model, { file, changes: factorsOf(own), whole: own })
  if (base) {
    const { parts } = await unetNetwork(base)
    const { tensors } = parts.weights
    const whole = new Map([...own].filter(([key]) => !tensors.has(key)))
    return madeOf(parts, { file, changes: differencesOf(own, tensors), whole })
  }
  return { key: [keyOf(file)], file: { path: header.path, tensors: own }, heads: unetHeads(header), loras: noLoras }
}

interface OwnPart {
  readonly file: FileRef
  readonly changes: readonly WeightChange[]
  /** The tensors that the file stores in full. */
  readonly whole: Tensors
}

/** A UNet's weights with changes of strength 1, after the UNet's own LoRAs. */
function madeOf({ file: base, weights, heads, loras }: UnetParts, { file, changes, whole }: OwnPart): ControlWeights {
  const lora = loras.strengths.length
  const all = new Map([...loras.changes].filter(([key]) => !whole.has(key)))
  for (const { key, ...change } of changes) all.set(key, [...(all.get(key) ?? []), { lora, ...change }])
  return {
    key: [keyOf(file), keyOf(base), ...loras.key],
    file: { path: weights.path, tensors: new Map([...weights.tensors, ...whole]) },
    heads,
    loras: { key: loras.key, strengths: [...loras.strengths, 1], changes: all },
  }
}

const keyOf = ({ path, fingerprint }: FileRef): string => `${path} ${fingerprint}`
