import { changedBy } from '../../lora/stack.ts'
import { kindOf, unionHint } from '../../networks/control-union.ts'
import { controlnet, hintBlock } from '../../networks/controlnet.ts'
import { t2iAdapter } from '../../networks/t2i-adapter.ts'
import type { Residuals } from '../../networks/unet.ts'
import { Graph, type GraphOptions } from '../../onnx/graph.ts'
import { Value } from '../../onnx/value.ts'
import { Weights } from '../../onnx/weights.ts'
import { type PictureKind, pictureKinds } from './picture-kinds.ts'
import type { ControlWeights } from './weights.ts'

export interface StepShape {
  readonly x: readonly number[]
  readonly context: readonly number[]
  readonly pooledWidth: number | undefined
  /** The number of image kinds of a union; 0 for any other ControlNet. */
  readonly kinds: number
  /** Everything it adds is the mean over the picture, the same at all pixels. */
  readonly leveled: boolean
  readonly dialect: GraphOptions | undefined
}

/** A ControlNet in one step: reads x, timestep, context, hint and, for SDXL, pooled; gives what the UNet adds. */
export function stepGraph({ file, heads, loras }: ControlWeights, shape: StepShape): Graph {
  const { x, context, pooledWidth, kinds, leveled, dialect } = shape
  const graph = new Graph('controlnet', dialect)
  const [n = 0, , h = 0, w = 0] = x
  const channels = file.tensors.get('input_hint_block.14.weight')!.shape[0]!
  const weights = new Weights(graph, file, changedBy(graph, loras))
  const inputs = {
    x: Value.input(graph, 'x', x),
    timestep: Value.input(graph, 'timestep', [n]),
    context: Value.input(graph, 'context', context),
    hint: Value.input(graph, 'hint', [n, channels, h, w]),
    ...(pooledWidth !== undefined && { pooled: Value.input(graph, 'pooled', [n, pooledWidth]) }),
    ...(kinds > 0 && { kind: kindOf(weights, Value.input(graph, 'kind', [1, SINUSOIDS * kinds])) }),
  }
  return outputs(graph, controlnet(weights, inputs, heads), leveled)
}

/** The width of each kind in a union's input. */
const SINUSOIDS = 256

/** The part of a ControlNet that reads the reference image, before the first step. */
export function hintGraph(
  { file }: ControlWeights,
  dims: readonly number[],
  kind: PictureKind | undefined,
  dialect?: GraphOptions,
): Graph {
  const graph = new Graph('hint', dialect)
  const [weights, picture] = [new Weights(graph, file), Value.input(graph, 'picture', dims)]
  const hint = kind ? unionHint(weights, picture, pictureKinds.indexOf(kind)) : hintBlock(weights, picture)
  hint.output('hint')
  return graph
}

/** The whole T2I-Adapter. */
export function adapterGraph({ file }: ControlWeights, dims: readonly number[], dialect?: GraphOptions): Graph {
  const graph = new Graph('adapter', dialect)
  return outputs(graph, t2iAdapter(new Weights(graph, file), Value.input(graph, 'picture', dims)))
}

function outputs(graph: Graph, residuals: Residuals, leveled = false): Graph {
  for (const [place, value] of Object.entries(residuals)) (leveled ? value.leveled() : value).output(place)
  return graph
}
