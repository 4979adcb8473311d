import type { ClipKind } from '../../checkpoint/family.ts'
import { CheckpointError } from '../../errors.ts'
import { asUse, hookSpans } from '../../lora/hooks.ts'
import { parseLoraTags, unreadTags } from '../../lora/tags.ts'
import { remember } from '../../remember.ts'
import type { Sessions } from '../../runtime/sessions.ts'
import { joinWidths, ShapeError, type Tensor } from '../../tensor/tensor.ts'
import { clipTokens, type TransformersVersion } from '../../text/clip-tokenizer.ts'
import { type Chunk, tokenizePrompt } from '../../text/prompt-chunks.ts'
import type { Clip, Conditioning, EncodedPrompt, TextEncoder } from '../types.ts'
import { type PromptText, textsOf } from './edited-prompt.ts'
import { findTagged, promptVectors, type VectorContext } from './prompt-files.ts'
import { type EncodedChunks, type TextNetwork, textNetwork } from './text-network.ts'
import { comfyWeighting, normalizedWeights, type Weighting, weightFromZero } from './weighting.ts'

export interface EncodeContext extends VectorContext {
  readonly sessions: Sessions
  /** Which version splits prompts into tokens; 5 when absent. */
  readonly transformers?: TransformersVersion
  /** What the weights of a prompt mean; ComfyUI's meaning when absent. */
  readonly weighting?: Weighting
}

/** The token that fills an encoder's last chunk: the end token, or 0 for OpenCLIP's encoders. */
const PADS: Readonly<Record<ClipKind, number>> = { clipL: 49407, clipH: 0, clipG: 0 }

/**
 * A prompt as the UNet takes it: tags and weights are read, embeddings inserted, and chunks of 77 tokens encoded. The results of
 * several encoders are joined side by side.
 *
 * `<lora:NAME:0.8>` applies the LoRA to these text encoders, and through the conditioning to the model it is sampled with.
 *
 * @returns one entry: embedding [1, 77·n, D], with CLIP-G also pooled [1, D′]; where the text or the text encoder's hooks
 *          change on the way, one for each part of the sampling
 * @throws  CheckpointError when a file lacks a text encoder or the file of a LoRA tag is missing; as `textsOf`
 */
export async function encodePrompt(clip: Clip, prompt: PromptText, context: EncodeContext): Promise<Conditioning> {
  const known = remember<string, Conditioning>()
  const told = new Set<string>()
  const notice = (message: string) => {
    if (!told.has(message)) context.notice(message)
    told.add(message)
  }
  const encoded: EncodedPrompt[] = []
  for (const { text, during } of textsOf(prompt, notice)) {
    const prompts = await known(JSON.stringify(text), () => encodeHooked(clip, text, { ...context, notice }))
    encoded.push(...(during ? prompts.map(each => ({ ...each, during })) : prompts))
  }
  return encoded
}

async function encodeHooked(
  { hooked, ...clip }: Clip,
  text: PromptText,
  context: EncodeContext,
): Promise<Conditioning> {
  if (!hooked) return [await encodeOnce(clip, text, context)]
  const { hooks, onPrompts, scheduled } = hooked
  const encoded: EncodedPrompt[] = []
  for (const { factors, ...encodedFor } of scheduled ? hookSpans(hooks) : [{ factors: [], start: 0, end: 1 }]) {
    const loras = hooks.map((hook, i) => asUse(hook, hook.clip * (factors[i] ?? 1)))
    const prompt = await encodeOnce({ ...clip, loras: [...clip.loras, ...loras] }, text, context)
    encoded.push({ ...prompt, ...(onPrompts && { hooks }), ...(scheduled && { encodedFor }) })
  }
  return encoded
}

async function encodeOnce(clip: Clip, text: PromptText, context: EncodeContext): Promise<EncodedPrompt> {
  const read = clip.encoders.map(encoder => ({ encoder, ...parseLoraTags(textFor(encoder, text)) }))
  for (const tag of new Set(read.flatMap(({ text }) => unreadTags(text))))
    context.notice(`${tag} in the prompt is not read as a LoRA, and its words stay: write <lora:NAME:0.8>`)
  const tags = new Map(read.flatMap(({ loras }) => loras).map(tag => [tag.name, tag]))
  const tagged = await Promise.all([...tags.values()].map(tag => findTagged(tag, clip, context)))
  const patched = { ...clip, loras: [...clip.loras, ...tagged.map(({ clip }) => clip)] }

  const tokenized = await Promise.all(read.map(({ encoder, text }) => tokenize(patched, encoder, text, context)))
  const length = typeof text === 'string' ? 0 : Math.max(...tokenized.map(({ chunks }) => chunks.length))
  const encoded: EncodedChunks[] = []
  for (const each of tokenized) encoded.push(await encode(each, length, context))
  const pooled = encoded.find(({ pooled }) => pooled)?.pooled
  return {
    embedding: sideBySide(encoded.map(({ hidden }) => hidden)),
    ...(pooled && { pooled }),
    ...(tagged.length > 0 && { loras: tagged.map(({ model }) => model) }),
  }
}

/**
 * The vector of a whole text, as GLIGEN reads it: the first encoder's, not projected.
 *
 * @returns [1, D]
 */
export async function encodeWhole(clip: Clip, text: string, context: EncodeContext): Promise<Tensor> {
  const [encoder] = clip.encoders as [TextEncoder]
  const { network, chunks } = await tokenize(clip, encoder, text, context, 'whole')
  return (await network.encode(chunks.slice(0, 1), context.sessions)).pooled!
}

function textFor({ kind, file }: TextEncoder, text: PromptText): string {
  if (typeof text === 'string') return text
  if (kind !== 'clipH') return text[kind]
  throw new CheckpointError(
    'wrong-family',
    file.path,
    `${file.name} has the single text encoder of SD 2.x, and separate texts are for the two encoders of SDXL: use CLIP Text Encode (Prompt)`,
  )
}

interface Tokenized {
  readonly network: TextNetwork
  readonly chunks: readonly Chunk[]
  /** The empty prompt: the reference of weights, and the filling of a shorter text. */
  readonly empty: readonly Chunk[]
}

async function tokenize(
  clip: Clip,
  encoder: TextEncoder,
  text: string,
  context: EncodeContext,
  pooled?: 'whole',
): Promise<Tokenized> {
  const { transformers = 5 } = context
  const network = await textNetwork(clip, encoder, pooled)
  const files = clip.loras.map(({ file }) => file)
  const vectors = await promptVectors(text, network, context, files)
  const options = {
    length: network.length,
    pad: PADS[network.kind],
    embedding: (name: string) => vectors.get(name) ?? null,
    transformers,
  }
  const { chunks, missing } = tokenizePrompt(text, options)
  if (encoder === clip.encoders[0]) {
    for (const name of missing) context.notice(`embedding:${name} is not in any embeddings folder and is ignored`)
    if (transformers !== 5 && clipTokens(text, transformers).join() !== clipTokens(text).join())
      context.notice(
        `This prompt is split as by transformers ${transformers}, as the settings say; 5 splits it differently`,
      )
  }
  return { network, chunks, empty: tokenizePrompt('', options).chunks }
}

/** @param length  the least number of chunks */
async function encode(
  { network, chunks, empty }: Tokenized,
  length: number,
  { sessions, weighting = comfyWeighting }: EncodeContext,
) {
  const filled = [
    ...chunks,
    ...Array(Math.max(length - chunks.length, 0))
      .fill(empty)
      .flat(),
  ] as Chunk[]
  const encoded = await network.encode(filled, sessions)
  const weights = normalizedWeights(filled, weighting.normalization)
  if (weights.every(weight => weight === 1)) return encoded
  if (weighting.meaning === 'A1111') return { ...encoded, hidden: weightFromZero(encoded.hidden, weights) }
  const { hidden } = await network.encode(empty, sessions)
  return { ...encoded, hidden: weightEmbedding(encoded.hidden, hidden, weights) }
}

/** [1, L, D] each, cut to the shortest L. @returns [1, L, ΣD] */
function sideBySide(parts: readonly Tensor[]): Tensor {
  const length = Math.min(...parts.map(({ dims }) => dims[1]!))
  return joinWidths(
    parts.map(({ dims, data }) => ({ dims: [1, length, dims[2]!], data: data.subarray(0, length * dims[2]!) })),
  )
}

/**
 * Applies a prompt's weights to its embedding, as ComfyUI does: away from the empty prompt, or towards it below 1,
 *
 *     z_j ← (z_j − e_j)·w_j + e_j
 *
 * without correcting the mean afterwards.
 *
 * @param z        [1, 77·n, D], n chunks one after the other
 * @param empty    [1, 77, D], the embedding e of the empty prompt; the same for every chunk
 * @param weights  77·n, one a position
 * @returns        [1, 77·n, D]; `z` itself where every weight is 1
 * @throws ShapeError when the three do not fit together
 */
export function weightEmbedding(z: Tensor, empty: Tensor, weights: readonly number[]): Tensor {
  if (weights.every(w => w === 1)) return z
  const [, positions = 0, width = 0] = z.dims
  const [, length = 0, emptyWidth] = empty.dims
  if (emptyWidth !== width || weights.length !== positions || positions % length !== 0)
    throw new ShapeError(`${weights.length} weights and an empty prompt of [${empty.dims}] do not match [${z.dims}]`)
  const data = z.data.slice()
  weights.forEach((w, position) => {
    if (w === 1) return
    for (let d = 0; d < width; d++) {
      const e = empty.data[(position % length) * width + d]!
      data[position * width + d] = (z.data[position * width + d]! - e) * w + e
    }
  })
  return { dims: z.dims, data }
}
