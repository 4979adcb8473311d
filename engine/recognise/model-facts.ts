import { bytesPer, type Dtype } from '../checkpoint/files/dtype.ts'
import type { Safetensors } from '../checkpoint/files/safetensors.ts'
import { unetTensors } from '../checkpoint/keys/unet-keys.ts'
import { type LoraKind, type LoraModule, loraModules } from '../lora/modules.ts'
import { describeFile } from './describe-file.ts'
import type { FileDescription } from './description.ts'
import { samplingOf } from './prediction.ts'

/** The facts about a model file that are shown to a user. */
export interface ModelFacts extends FileDescription {
  readonly bytes: number
  readonly parameters: number
  readonly dtypes: readonly Dtype[]
  readonly lora: LoraFacts | null
  /** What the UNet predicts: `eps`, `v_prediction` …; null without a UNet, or with one that cannot be run. */
  readonly prediction: string | null
}

/** The changes in a LoRA file. */
export interface LoraFacts {
  readonly kinds: readonly (LoraKind | 'dora')[]
  readonly layers: number
  /** The smallest and the largest; null for kinds without a rank. */
  readonly rank: readonly [least: number, most: number] | null
}

/** Reads a file's header, and the few numbers that show what a UNet predicts. */
export async function modelFacts(file: Safetensors): Promise<ModelFacts> {
  const description = describeFile(file)
  const infos = [...file.tensors.values()]
  return {
    ...description,
    bytes: file.size,
    parameters: infos.reduce((n, { length, dtype }) => n + length / bytesPer(dtype), 0),
    dtypes: [...new Set(infos.map(({ dtype }) => dtype))].toSorted(),
    lora: description.kind === 'lora' ? loraFacts(loraModules(file)) : null,
    prediction: await predictionOf(file, description),
  }
}

async function predictionOf(file: Safetensors, { parts, family, refusal }: FileDescription): Promise<string | null> {
  if (!parts.unet || refusal !== undefined) return null
  return (await samplingOf(file, unetTensors(file, parts.unet.prefix), family)).prediction
}

function loraFacts(modules: readonly LoraModule[]): LoraFacts {
  const ranks = modules.flatMap(module => rankOf(module) ?? [])
  return {
    kinds: [...new Set(modules.map(({ kind, tensors }) => (tensors.dora_scale ? 'dora' : kind)))],
    layers: modules.length,
    rank: ranks.length > 0 ? [Math.min(...ranks), Math.max(...ranks)] : null,
  }
}

/** The inner length of the product that makes a layer's change. */
const rankOf = ({ tensors: t }: LoraModule): number | undefined =>
  (t.down ?? t.hada_w1_b ?? t.lokr_w2_b ?? t.lokr_w1_b)?.shape[0] ?? t.a1?.shape[1]
