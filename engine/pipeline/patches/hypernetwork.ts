import type { FileRef } from '../../checkpoint/files/file-ref.ts'
import type { Safetensors, TensorInfo } from '../../checkpoint/files/safetensors.ts'
import { CheckpointError } from '../../errors.ts'
import { Value } from '../../onnx/value.ts'
import { Weights } from '../../onnx/weights.ts'
import { openAs } from '../../recognise/open-file.ts'
import { tensor } from '../../tensor/tensor.ts'
import type { ActivePatch } from './active-patch.ts'

/** A hypernetwork on a model. */
export interface Hypernetwork {
  readonly kind: 'hypernetwork'
  readonly file: FileRef
  readonly strength: number
  readonly activation: Activation
  /** By the width of what an attention reads: the layers for the keys, and those for the values. */
  readonly networks: Readonly<Record<number, readonly [keys: readonly Layer[], values: readonly Layer[]]>>
}

interface Layer {
  readonly linear: Affine
  readonly isActivated: boolean
  readonly norm?: Affine
}

/** A weight and its bias. */
interface Affine {
  readonly weight: TensorInfo
  readonly bias: TensorInfo
}

/** PyTorch's functions under the names that the trainers use; `swish` is its Hardswish, as in ComfyUI. */
const activations = {
  linear: (x: Value) => x,
  relu: (x: Value) => x.relu(),
  leakyrelu: (x: Value) => x.leakyRelu(0.01),
  elu: (x: Value) => x.unary('Elu'),
  swish: (x: Value) => x.unary('HardSwish'),
  tanh: (x: Value) => x.tanh(),
  sigmoid: (x: Value) => x.sigmoid(),
  softsign: (x: Value) => x.unary('Softsign'),
  mish: (x: Value) => x.unary('Softplus').tanh().mul(x),
}
type Activation = keyof typeof activations

/**
 * Reads what a hypernetwork is made of; its numbers stay in the file.
 *
 * @throws CheckpointError when the file is not a hypernetwork, or one with an unknown activation
 */
export async function readHypernetwork(file: FileRef, strength: number): Promise<Hypernetwork> {
  const { header } = await openAs('hypernetwork', file)
  const activation = header.metadata.activation_func ?? 'linear'
  if (!Object.hasOwn(activations, activation))
    throw new CheckpointError(
      'unknown-family',
      file.path,
      `${file.name} has the activation ${activation}; expected one of ${Object.keys(activations).join(', ')}`,
    )
  const widths = new Set([...header.tensors.keys()].flatMap(key => /^(\d+)\.[01]\./.exec(key)?.[1] ?? []))
  const pair = (width: string) => [layersOf(header, `${width}.0.`), layersOf(header, `${width}.1.`)] as const
  const networks = Object.fromEntries([...widths].map(width => [width, pair(width)]))
  return { kind: 'hypernetwork', file, strength, activation: activation as Activation, networks }
}

/** The layers in the order of the file: linear ones, and behind each a norm where the file says so. */
function layersOf({ tensors, metadata }: Safetensors, prefix: string): Layer[] {
  const affine = [...tensors.values()].flatMap(weight => {
    const bias = tensors.get(weight.name.replace(/weight$/, 'bias'))
    return weight.name.startsWith(prefix) && weight.name.endsWith('.weight') && bias ? [{ weight, bias }] : []
  })
  const hasNorms = metadata.is_layer_norm === 'true'
  const every = hasNorms ? 2 : 1
  return affine.flatMap((linear, i) => {
    if (i % every !== 0) return []
    const norm = hasNorms ? affine[i + 1] : undefined
    // ComfyUI counts the norms too when it looks for the last layer.
    const isActivated = i < affine.length - 1 || metadata.activate_output === 'true'
    return [{ linear, isActivated, ...(norm && { norm }) }]
  })
}

/** Changes what every attention of these widths reads (`hypernetworkFormula`). @param name  of its input, the strength */
export const hypernetwork = ({ file, strength, activation, networks }: Hypernetwork, name: string): ActivePatch => ({
  key: JSON.stringify(['hypernetwork', file.path, file.fingerprint]),
  feeds: { [name]: tensor([1], Float32Array.of(strength)) },
  hooks({ graph }) {
    const by = Value.input(graph, name, [1])
    const changed = (x: Value, part: 0 | 1): Value => {
      const layers = networks[x.dims.at(-1)!]?.[part]
      if (!layers) return x
      const run = layers.reduce((y, layer) => applied(layer, y, activations[activation], name), x)
      return x.add(run.mul(by))
    }
    return { sources: context => [changed(context, 0), changed(context, 1)] }
  },
})

function applied({ linear, isActivated, norm }: Layer, x: Value, activate: (x: Value) => Value, name: string): Value {
  const weightsOf = ({ weight, bias }: Affine) => {
    const at = `${name}/${weight.name.replace(/\.weight$/, '')}`
    const tensors = new Map([
      [`${at}.weight`, weight],
      [`${at}.bias`, bias],
    ])
    return new Weights(x.graph, { path: weight.path, tensors }, undefined, at)
  }
  const y = x.linear(weightsOf(linear))
  const active = isActivated ? activate(y) : y
  return norm ? active.layerNorm(weightsOf(norm)) : active
}
