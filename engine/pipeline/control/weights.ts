import { controlForm, controlTensors } from '../../checkpoint/control-keys.ts'
import type { FileRef } from '../../checkpoint/file-ref.ts'
import type { TensorInfo } from '../../checkpoint/safetensors.ts'
import type { LoraChange } from '../../lora/changed-weights.ts'
import type { Heads } from '../../networks/unet.ts'
import type { WeightFile } from '../../onnx/weights.ts'
import { unetHeads } from '../head-count.ts'
import { openFile } from '../headers.ts'
import type { LoraStack } from '../lora-stack.ts'
import type { ControlNet } from '../types.ts'
import { type UnetParts, unetNetwork } from '../unet-network.ts'

/** A control net's numbers, whichever way its file keeps them. */
export interface ControlWeights {
  /** Which files, in which state. */
  readonly key: readonly string[]
  readonly file: WeightFile
  readonly heads: Heads
  /** What changes the weights: the file's own changes of a UNet's weights, and the LoRAs of that UNet. */
  readonly loras: LoraStack
}

type Tensors = ReadonlyMap<string, TensorInfo>

/** @param model  the UNet that is steered: a Control-LoRA is made of its weights */
export async function controlWeights({ file, base }: ControlNet, model: UnetParts): Promise<ControlWeights> {
  const { header } = await openFile(file)
  const own = controlTensors(header)
  if (controlForm(header.tensors) === 'low-rank') return madeOf(model, file, factorsOf(own), own)
  if (!base)
    return {
      key: [keyOf(file)],
      file: { path: header.path, tensors: own },
      heads: unetHeads(header),
      loras: { key: [], strengths: [], changes: new Map() },
    }
  const { parts } = await unetNetwork(base)
  const isShared = (key: string) => parts.weights.tensors.has(key)
  const whole = new Map([...own].filter(([key]) => !isShared(key)))
  return madeOf(parts, file, differencesOf(new Map([...own].filter(([key]) => isShared(key)))), whole)
}

type Change = Omit<LoraChange, 'lora' | 'scale'>

/** Control-LoRA: W + up·down; there is no α. */
function factorsOf(own: Tensors): [key: string, Change][] {
  return [...own].flatMap(([key, down]) => {
    const layer = /^(.+)\.down$/.exec(key)?.[1]
    const up = layer && own.get(`${layer}.up`)
    return up ? [[`${layer}.weight`, { kind: 'low-rank', roles: { down, up } }]] : []
  })
}

/** A file that is a ControlNet minus a UNet. */
const differencesOf = (own: Tensors): [key: string, Change][] =>
  [...own].map(([key, diff]) => [key, { kind: 'difference', roles: { diff } }])

/** A UNet's weights with changes, beside the net's `whole` ones: at strength 1, after the UNet's own LoRAs. */
function madeOf(
  { file: base, weights, heads, loras }: UnetParts,
  file: FileRef,
  changes: readonly (readonly [key: string, Change])[],
  whole: Tensors,
): ControlWeights {
  const lora = loras.strengths.length
  const all = new Map([...loras.changes].filter(([key]) => !whole.has(key)))
  for (const [key, change] of changes) all.set(key, [...(all.get(key) ?? []), { lora, scale: 1, ...change }])
  return {
    key: [keyOf(file), keyOf(base), ...loras.key],
    file: { path: weights.path, tensors: new Map([...weights.tensors, ...whole]) },
    heads,
    loras: { key: loras.key, strengths: [...loras.strengths, 1], changes: all },
  }
}

const keyOf = ({ path, fingerprint }: FileRef): string => `${path} ${fingerprint}`
