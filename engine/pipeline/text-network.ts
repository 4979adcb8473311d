import { CheckpointError } from '../errors.ts'
import { clipText } from '../networks/clip-text.ts'
import { Graph } from '../onnx/graph.ts'
import { LoraBranches } from '../onnx/lora-branches.ts'
import { Value } from '../onnx/value.ts'
import { type WeightFile, Weights } from '../onnx/weights.ts'
import { type Device, fusesAttention } from '../runtime/device.ts'
import type { Feed } from '../runtime/session.ts'
import type { SessionRequest, Sessions } from '../runtime/sessions.ts'
import { stack, type Tensor, tensor } from '../tensor/tensor.ts'
import type { Chunk } from '../text/prompt-chunks.ts'
import { openFile } from './headers.ts'
import { type LoraStack, loraStack } from './lora-stack.ts'
import type { Clip } from './types.ts'
import { weightsBelow } from './weights-below.ts'

/** A text encoder ready to be run. */
export interface TextNetwork {
  /** D of [1, 77, D]. */
  readonly width: number
  /** Encodes chunks one by one. @returns [1, 77·n, D] */
  encode(chunks: readonly Chunk[], sessions: Sessions): Promise<Tensor>
}

/** How many tokens a chunk has. */
const LENGTH = 77

/**
 * Opens the encoder's file and matches its LoRAs to its weights.
 *
 * @throws CheckpointError when the file holds no text encoder
 */
export async function textNetwork(clip: Clip): Promise<TextNetwork> {
  const { header, description } = await openFile(clip.file)
  const part = description.parts.text
  if (!part)
    throw new CheckpointError(
      'missing-part',
      clip.file.path,
      `${clip.file.name} holds no text encoder: take CLIP from another checkpoint`,
    )
  const weights = weightsBelow(header, part.prefix)
  const width = weights.tensors.get('embeddings.token_embedding.weight')!.shape[1]!
  const heads = width / Number(header.metadata['text.head_dim'] ?? 64)
  const skip = -1 - (clip.layer ?? -1)
  const loras = await loraStack(clip.loras, 'text', weights)
  const request: SessionRequest = {
    key: JSON.stringify(['text', clip.file.path, clip.file.fingerprint, loras.key, skip]),
    label: 'text encoder',
    root: clip.file.path,
    build: device => textGraph(weights, loras, { width, heads, skip, device }),
  }
  const strength = loras.strengths.length > 0 && {
    strength: tensor([1, loras.strengths.length], Float32Array.from(loras.strengths)),
  }
  return {
    width,
    async encode(chunks, sessions) {
      const states: Tensor[] = []
      for (const chunk of chunks) {
        const { hidden } = await sessions.run(request, { ...chunkFeeds(chunk, width), ...strength })
        states.push(hidden!)
      }
      const { data } = stack(states)
      return tensor([1, LENGTH * chunks.length, width], data)
    },
  }
}

interface TextShape {
  readonly width: number
  readonly heads: number
  readonly skip: number
  readonly device: Device
}

function textGraph(file: WeightFile, loras: LoraStack, { width, heads, skip, device }: TextShape): Graph {
  const graph = new Graph('text-encoder', { fusedAttention: fusesAttention(device) })
  const inputs = {
    ids: new Value(graph, graph.input('ids', [1, LENGTH], 'int64'), [1, LENGTH]),
    keep: new Value(graph, graph.input('keep', [1, LENGTH, 1]), [1, LENGTH, 1]),
    vectors: new Value(graph, graph.input('vectors', [1, LENGTH, width]), [1, LENGTH, width]),
  }
  const branches = loras.strengths.length > 0 ? new LoraBranches(graph, loras.parts, loras.strengths.length) : undefined
  const shape = { heads, skip, activation: 'quickGelu' as const }
  clipText(new Weights(graph, file, branches), inputs, shape).output('hidden')
  return graph
}

/** Ids where there are ids; vectors, and a 0 in `keep`, where an embedding file gave some. */
function chunkFeeds({ tokens }: Chunk, width: number): Record<string, Feed> {
  const vectors = new Float32Array(LENGTH * width)
  for (const [i, token] of tokens.entries()) if (typeof token !== 'number') vectors.set(token, i * width)
  return {
    ids: {
      dims: [1, LENGTH],
      data: BigInt64Array.from(tokens, token => BigInt(typeof token === 'number' ? token : 0)),
    },
    keep: tensor(
      [1, LENGTH, 1],
      Float32Array.from(tokens, token => Number(typeof token === 'number')),
    ),
    vectors: tensor([1, LENGTH, width], vectors),
  }
}
