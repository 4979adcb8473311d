import type { ClipKind } from '../../checkpoint/family.ts'
import { CheckpointError } from '../../errors.ts'
import { changedBy, type LoraStack, strengthFeed } from '../../lora/stack.ts'
import { clipText } from '../../networks/clip/clip-text.ts'
import { Graph, type GraphOptions } from '../../onnx/graph.ts'
import { Value } from '../../onnx/value.ts'
import { type WeightFile, Weights } from '../../onnx/weights.ts'
import { partTitles } from '../../recognise/kind-names.ts'
import { networkWeights, openFile } from '../../recognise/open-file.ts'
import type { Feed } from '../../runtime/session.ts'
import type { SessionRequest, Sessions } from '../../runtime/sessions.ts'
import { rows, stack, type Tensor, tensor } from '../../tensor/tensor.ts'
import { END } from '../../text/clip-tokenizer.ts'
import type { Chunk } from '../../text/prompt-chunks.ts'
import { textHeads } from '../head-count.ts'
import { encoderSource, weightStack } from '../merge.ts'
import { refuseNotFinite } from '../not-finite.ts'
import type { Clip, TextEncoder } from '../types.ts'

/** A text encoder that is ready to run. */
export interface TextNetwork {
  readonly kind: ClipKind
  /** D of [1, 77, D]. */
  readonly width: number
  /** Its positions, the tokens of a chunk: 77, or 248 for LongCLIP. */
  readonly length: number
  /** Encodes chunks one by one. */
  encode(chunks: readonly Chunk[], sessions: Sessions): Promise<EncodedChunks>
}

export interface EncodedChunks {
  /** [1, 77·n, D] */
  readonly hidden: Tensor
  /** The vector of the first chunk, [1, D′]; of CLIP-G, and where it was asked for. */
  readonly pooled?: Tensor
}

/**
 * The result that a family uses: the default layer (−1 is the last), and whether it is normalised. SDXL uses the second to last
 * layer of both encoders, not normalised; SD 2.x the second to last layer, normalised.
 */
interface Reading {
  readonly layer: number
  readonly normalise: boolean
}
const readings = {
  sd1: { layer: -1, normalise: true },
  sd2: { layer: -2, normalise: true },
  sdxl: { layer: -2, normalise: false },
} as const satisfies Record<string, Reading>

const readingOf = ({ encoders }: Clip): Reading => {
  if (encoders.some(({ kind }) => kind === 'clipG')) return readings.sdxl
  return encoders.some(({ kind }) => kind === 'clipH') ? readings.sd2 : readings.sd1
}

/** CLIP-H's last layer is never used: many files lack it, and their last layer is then the second to last. */
const CLIP_H_LAYERS = 24

/**
 * Opens one encoder's file and matches the LoRAs to its weights.
 *
 * @param pooled  the vector of the whole text as it is before the projection
 * @throws CheckpointError when the file does not hold this encoder
 */
export async function textNetwork(clip: Clip, { kind, file }: TextEncoder, pooled?: 'whole'): Promise<TextNetwork> {
  const open = await openFile(file)
  const weights = networkWeights(open, kind)
  if (!weights)
    throw new CheckpointError(
      'missing-part',
      file.path,
      `${file.name} does not hold a ${partTitles[kind]} text encoder: connect CLIP from another checkpoint, or from a Load CLIP node`,
    )
  const width = weights.tensors.get('embeddings.token_embedding.weight')!.shape[1]!
  const length = weights.tensors.get('embeddings.position_embedding.weight')!.shape[0]!
  const { layer, normalise } = readingOf(clip)
  const left = kind === 'clipH' && countLayers(weights) === CLIP_H_LAYERS - 1 ? 1 : 0
  const shape: TextShape = {
    width,
    length,
    kind,
    normalise,
    heads: textHeads(open.header, width),
    pooled: pooled ?? (kind === 'clipG' ? 'projected' : 'none'),
    skip: Math.max(-1 - (clip.layer ?? layer) - left, 0),
  }
  const alone = clip.encoders.length === 1
  const source = encoderSource(clip, kind) ?? { file, loras: clip.loras }
  const loras = await weightStack(source, { network: kind, file, tensors: weights.tensors, alone })
  const request: SessionRequest = {
    key: JSON.stringify(['text', file.path, file.fingerprint, loras.key, shape]),
    label: 'text encoder',
    root: file.path,
    build: dialect => textGraph(weights, loras, shape, dialect),
  }
  return {
    kind,
    width,
    length,
    async encode(chunks, sessions) {
      const each: Readonly<Record<string, Tensor>>[] = []
      for (const chunk of chunks)
        each.push(await sessions.run(request, { ...chunkFeeds(chunk, shape), ...strengthFeed(loras) }))
      const { data, dims } = stack(each.map(({ hidden }) => hidden!))
      refuseNotFinite(
        { data, dims },
        { what: 'the text encoder', files: [file, ...clip.loras.map(({ file }) => file)] },
      )
      const { pooled } = each[0]!
      return { hidden: tensor([1, length * chunks.length, width], data), ...(pooled && { pooled: rows(pooled, 0, 1) }) }
    },
  }
}

function countLayers({ tensors }: WeightFile): number {
  let layers = 0
  while (tensors.has(`encoder.layers.${layers}.layer_norm1.weight`)) layers++
  return layers
}

interface TextShape {
  readonly kind: ClipKind
  readonly width: number
  readonly length: number
  readonly heads: number
  readonly skip: number
  readonly normalise: boolean
  /** What it says of a whole text: nothing, its vector, or that vector projected. */
  readonly pooled: 'none' | 'whole' | 'projected'
}

function textGraph(file: WeightFile, loras: LoraStack, shape: TextShape, dialect?: GraphOptions): Graph {
  const { kind, width, length, normalise } = shape
  const graph = new Graph('text-encoder', dialect)
  const inputs = {
    ids: Value.input(graph, 'ids', [1, length], 'int64'),
    keep: Value.input(graph, 'keep', [1, length, 1]),
    vectors: Value.input(graph, 'vectors', [1, length, width]),
  }
  const activation = kind === 'clipL' ? 'quickGelu' : 'gelu'
  const text = clipText(new Weights(graph, file, changedBy(graph, loras, { rounded: true })), inputs, {
    ...shape,
    activation,
  })
  ;(normalise ? text.normalised() : text.hidden).output('hidden')
  if (shape.pooled === 'none') return graph
  const end = Value.input(graph, 'end', [1], 'int64')
  const whole = shape.pooled === 'whole' ? text.whole(end) : text.pooled(end)
  whole.output('pooled')
  return graph
}

/** Ids for tokens; vectors and a 0 in `keep` where an embedding file replaces them. */
function chunkFeeds({ tokens }: Chunk, { width, length, pooled }: TextShape): Record<string, Feed> {
  const vectors = new Float32Array(length * width)
  for (const [i, token] of tokens.entries()) if (typeof token !== 'number') vectors.set(token, i * width)
  return {
    ids: {
      dims: [1, length],
      data: BigInt64Array.from(tokens, token => BigInt(typeof token === 'number' ? token : 0)),
    },
    keep: tensor(
      [1, length, 1],
      Float32Array.from(tokens, token => Number(typeof token === 'number')),
    ),
    vectors: tensor([1, length, width], vectors),
    ...(pooled !== 'none' && { end: { dims: [1], data: BigInt64Array.of(BigInt(tokens.indexOf(END))) } }),
  }
}
