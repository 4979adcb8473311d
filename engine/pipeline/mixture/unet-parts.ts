import type { Tensors } from '../../checkpoint/files/safetensors.ts'
import { layersToReplace, withPlainNames } from '../../checkpoint/keys/mixture-keys.ts'
import { CheckpointError } from '../../errors.ts'
import { type LoraStack, loraStack } from '../../lora/stack.ts'
import type { WeightFile } from '../../onnx/weights.ts'
import { networkWeights, openFile } from '../../recognise/open-file.ts'
import type { Tensor } from '../../tensor/tensor.ts'
import { weightStack } from '../merge.ts'
import type { BuiltExperts, Model } from '../types.ts'

/** The weights of a model's UNet, and the changes of its LoRAs and merges. */
export interface UnetWeights {
  readonly weights: WeightFile
  readonly stack: LoraStack
}

/**
 * Opens the files of a model's UNet. A mixture of experts that is not saved yet has its experts' tensors in their own files,
 * under the names that they get in a saved one; nothing is copied.
 *
 * @throws CheckpointError when a file does not hold a UNet, or a LoRA or an expert is of another family
 */
export async function unetParts(model: Model): Promise<UnetWeights> {
  const weights = await plainUnet(model)
  const built = model.experts?.built
  if (!built) return { weights, stack: await stackOf(model, weights.tensors) }
  const experts = await Promise.all(built.models.map(plainUnet))
  const layers = layersToReplace(weights.tensors, built.layers)
  const tensors = mixedTensors(weights.tensors, experts, layers, built, model)
  const own = await stackOf(model, tensors)
  const stacks = [own]
  for (const [i, expert] of built.models.entries()) {
    const base = { network: 'unet', file: expert.file, tensors: experts[i]!.tensors } as const
    const offset = stacks.reduce((n, { strengths }) => n + strengths.length, 0)
    stacks.push(asExpert(await loraStack(expert.loras, base, offset), i, layers))
  }
  const keys = built.models.map(({ file }) => [file.path, file.fingerprint])
  return {
    weights: { path: weights.path, tensors },
    stack: {
      key: [...stacks.flatMap(({ key }, i) => [`${i}`, ...key]), JSON.stringify([keys, built.layers, built.gatesHash])],
      strengths: stacks.flatMap(({ strengths }) => strengths),
      changes: joined(stacks.map(({ changes }) => changes)),
      ...(own.inWeights && { inWeights: true }),
    },
  }
}

/** The UNet in a model's file, without what changes it. */
export async function plainUnet({ file }: Pick<Model, 'file'>): Promise<WeightFile> {
  const weights = networkWeights(await openFile(file), 'unet')
  if (weights) return weights
  throw new CheckpointError(
    'missing-part',
    file.path,
    `${file.name} does not hold a UNet: choose a checkpoint or a UNet file`,
  )
}

const stackOf = (model: Model, tensors: Tensors): Promise<LoraStack> =>
  weightStack(model, { network: 'unet', file: model.file, tensors: withPlainNames(tensors) })

/** @throws CheckpointError where an expert's layer has another shape than that of the model */
function mixedTensors(
  own: Tensors,
  experts: readonly WeightFile[],
  layers: readonly string[],
  { models, gates }: BuiltExperts,
  { file }: Model,
): Tensors {
  const replaced = ([key]: readonly [string, unknown]) => layerOf(key, layers)
  const mixed = new Map([...own].filter(entry => replaced(entry) === undefined))
  for (const layer of layers) mixed.set(`${layer}.gate.weight`, inMemory(`${layer}.gate.weight`, gates.get(layer)!))
  for (const entry of [...own].filter(replaced)) {
    const [key, info] = entry
    for (const [i, { tensors }] of experts.entries()) {
      const other = tensors.get(key)
      if (other?.shape.join() !== info.shape.join())
        throw new CheckpointError(
          'wrong-family',
          models[i]!.file.path,
          `${models[i]!.file.name} cannot be an expert beside ${file.name}: ${key} is [${other?.shape ?? 'missing'}] there and [${info.shape}] here; choose models of the same family`,
        )
      mixed.set(expertKey(key, replaced(entry)!, i), other)
    }
  }
  return mixed
}

const layerOf = (key: string, layers: readonly string[]): string | undefined =>
  layers.find(layer => key.startsWith(`${layer}.`))
const expertKey = (key: string, layer: string, i: number): string => `${layer}.experts.${i}${key.slice(layer.length)}`

const inMemory = (name: string, { dims, data }: Tensor) => ({
  path: '',
  name,
  dtype: 'F32' as const,
  shape: dims,
  offset: 0,
  length: data.byteLength,
  bytes: Float32Array.from(data).buffer,
})

/** An expert's LoRAs change its own layers; where it has none, its LoRAs do nothing. */
const asExpert = (stack: LoraStack, i: number, layers: readonly string[]): LoraStack => ({
  ...stack,
  changes: new Map(
    [...stack.changes].flatMap(([key, changes]) => {
      const layer = layerOf(key, layers)
      return layer === undefined ? [] : [[expertKey(key, layer, i), changes] as const]
    }),
  ),
})

function joined(all: readonly LoraStack['changes'][]): LoraStack['changes'] {
  const changes = new Map<string, LoraStack['changes'] extends ReadonlyMap<string, infer T> ? T : never>()
  for (const each of all) for (const [key, more] of each) changes.set(key, [...(changes.get(key) ?? []), ...more])
  return changes
}
