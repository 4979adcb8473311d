import { RangeInputError } from '../errors.ts'
import { clipTokens, END, START, type TransformersVersion } from './clip-tokenizer.ts'
import { type PromptPart, promptParts } from './embedding-references.ts'
import { parsePromptWeights } from './prompt-weights.ts'

/**
 * A prompt as CLIP takes it: chunks of 77 tokens (248 for LongCLIP), each start + at most 75 + end, then padding (ComfyUI's
 * `SDTokenizer.tokenize_with_weights`). A piece of the prompt with fewer than eight tokens is never split: the
 * chunk ends early instead.
 */

/** An id, or the vector that a textual inversion (Gal et al. 2022, arXiv:2208.01618) puts in its place. */
export type PromptToken = number | Float32Array

/** As many entries in each array as the encoder has positions. */
export interface Chunk {
  readonly tokens: readonly PromptToken[]
  readonly weights: readonly number[]
  /** The piece of the prompt that a token belongs to, from 1; 0 for start, end and padding. */
  readonly wordIds: readonly number[]
}

export interface TokenizeOptions {
  /** The positions of the encoder, so the tokens of a chunk; 77 where it is not given. */
  readonly length?: number
  /** Fills the last chunk: 49407 for CLIP-L, 0 for CLIP-G and CLIP-H. */
  readonly pad: number
  /** The vectors of `embedding:NAME`; null if there is no such file. */
  readonly embedding: (name: string) => readonly Float32Array[] | null
  /** Which version splits text into tokens; 5 when absent. */
  readonly transformers?: TransformersVersion
}

export interface TokenizedPrompt {
  /** At least one. */
  readonly chunks: readonly Chunk[]
  /** Embeddings that were not found; the encoded prompt is without them. */
  readonly missing: readonly string[]
}

const USUAL = 77
/** A piece of this many tokens or more may be split. */
const LONG = 8
/** The most chunks that are encoded: every step of sampling reads all of them. */
const MOST_CHUNKS = 200
/** More than that many chunks have in any language. */
const MOST_CHARACTERS = 1_000_000

interface Group {
  readonly tokens: readonly PromptToken[]
  readonly weight: number
}

/**
 * Splits a prompt into chunks, in time linear in the prompt.
 *
 * @throws RangeInputError when it is longer than 200 chunks or a million characters
 */
export function tokenizePrompt(
  prompt: string,
  { pad, embedding, length = USUAL, transformers = 5 }: TokenizeOptions,
): TokenizedPrompt {
  if (prompt.length > MOST_CHARACTERS)
    throw new RangeInputError(`The prompt has ${prompt.length} characters; at most ${MOST_CHARACTERS} are read`)
  const missing = new Set<string>()
  const groups = parsePromptWeights(prompt).flatMap(piece =>
    promptParts(piece.text)
      .flatMap(part => partTokens(part, embedding, missing, transformers))
      .map(tokens => ({ tokens, weight: piece.weight })),
  )
  const chunks = chunksOf(groups, pad, length)
  if (chunks.length > MOST_CHUNKS)
    throw new RangeInputError(
      `The prompt is ${chunks.length} chunks of ${length - 2} tokens long; at most ${MOST_CHUNKS} are read: shorten it`,
    )
  return { chunks, missing: [...missing] }
}

/** One group for plain text; for a reference its vectors and then what follows it. */
function partTokens(
  { names = [], text }: PromptPart,
  embedding: TokenizeOptions['embedding'],
  missing: Set<string>,
  transformers: TransformersVersion,
): (readonly PromptToken[])[] {
  const plain = (text: string): number[][] => (text === '' ? [] : [clipTokens(text, transformers)])
  for (const { name, rest } of names) {
    const vectors = name === '' ? null : embedding(name)
    if (vectors) return [vectors, ...plain(rest)]
  }
  const last = names.at(-1)?.name
  if (last) missing.add(last)
  return plain(text)
}

function chunksOf(groups: readonly Group[], pad: number, length: number): Chunk[] {
  let chunk = openChunk()
  const chunks = [chunk]
  groups.forEach(({ tokens, weight }, index) => {
    let from = 0
    while (tokens.length - from > room(chunk, length)) {
      const to = from + (tokens.length < LONG ? 0 : room(chunk, length))
      add(chunk, tokens.slice(from, to), weight, index + 1)
      from = to
      close(chunk, pad, length)
      chunk = openChunk()
      chunks.push(chunk)
    }
    add(chunk, tokens.slice(from), weight, index + 1)
  })
  close(chunk, pad, length)
  return chunks
}

interface OpenChunk {
  readonly tokens: PromptToken[]
  readonly weights: number[]
  readonly wordIds: number[]
}

const openChunk = (): OpenChunk => ({ tokens: [START], weights: [1], wordIds: [0] })

const room = ({ tokens }: OpenChunk, length: number): number => length - 1 - tokens.length

function add(chunk: OpenChunk, tokens: readonly PromptToken[], weight: number, wordId: number): void {
  for (const token of tokens) {
    chunk.tokens.push(token)
    chunk.weights.push(weight)
    chunk.wordIds.push(wordId)
  }
}

function close(chunk: OpenChunk, pad: number, length: number): void {
  add(chunk, [END], 1, 0)
  add(chunk, Array<number>(length - chunk.tokens.length).fill(pad), 1, 0)
}
