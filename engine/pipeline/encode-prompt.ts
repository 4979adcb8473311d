import type { FileRef } from '../checkpoint/file-ref.ts'
import { CheckpointError } from '../errors.ts'
import type { Sessions } from '../runtime/sessions.ts'
import { readEmbedding } from '../text/embedding-file.ts'
import { embeddingNames } from '../text/embedding-references.ts'
import { type LoraTag, parseLoraTags } from '../text/lora-tags.ts'
import { tokenizePrompt } from '../text/prompt-chunks.ts'
import { weightEmbedding } from '../text/weighting.ts'
import { openFile } from './headers.ts'
import { textNetwork } from './text-network.ts'
import type { Clip, Conditioning, LoraUse } from './types.ts'

export interface EncodeContext {
  readonly sessions: Sessions
  readonly find: (folder: string, name: string) => Promise<FileRef | null>
  notice(message: string): void
}

/** CLIP-L fills its last chunk with the end token. */
const PAD = 49407

/**
 * A prompt as the UNet takes it: tags and weights read, embeddings put in, encoded in chunks of 77.
 *
 * `<lora:NAME:0.8>` applies the LoRA to this text encoder, and through the conditioning to the model it is sampled with.
 *
 * @returns one entry, [1, 77·n, D]
 * @throws  CheckpointError when the file has no text encoder or a LoRA tag names no file
 */
export async function encodePrompt(clip: Clip, text: string, context: EncodeContext): Promise<Conditioning> {
  const { text: prompt, loras: tags } = parseLoraTags(text)
  const tagged = await Promise.all(tags.map(tag => findTagged(tag, context)))
  const network = await textNetwork({ ...clip, loras: [...clip.loras, ...tagged.map(({ clip }) => clip)] })

  const vectors = await findVectors(prompt, network.width, context)
  const embedding = (name: string) => vectors.get(name) ?? null
  const { chunks, missing } = tokenizePrompt(prompt, { pad: PAD, embedding })
  for (const name of missing)
    context.notice(`embedding:${name} is in no embeddings folder and was left out of the prompt`)

  const z = await network.encode(chunks, context.sessions)
  const weights = chunks.flatMap(chunk => chunk.weights)
  const loras = tagged.length > 0 && { loras: tagged.map(({ model }) => model) }
  if (weights.every(weight => weight === 1)) return [{ embedding: z, ...loras }]
  const empty = await network.encode(tokenizePrompt('', { pad: PAD, embedding }).chunks, context.sessions)
  return [{ embedding: weightEmbedding(z, empty, weights), ...loras }]
}

/** The files a prompt refers to, for what must change when one of them does. */
export async function promptFiles(text: string, find: EncodeContext['find']): Promise<FileRef[]> {
  const { text: prompt, loras } = parseLoraTags(text)
  const found = await Promise.all([
    ...loras.map(({ name }) => findNamed('loras', name, find)),
    ...embeddingNames(prompt).map(name => findNamed('embeddings', name, find)),
  ])
  return found.filter(file => file !== null)
}

/** As written, or with the extension that people leave out. */
const findNamed = async (folder: string, name: string, find: EncodeContext['find']): Promise<FileRef | null> =>
  (await find(folder, name)) ?? (await find(folder, `${name}.safetensors`))

async function findTagged(tag: LoraTag, { find }: EncodeContext): Promise<{ model: LoraUse; clip: LoraUse }> {
  const refuse = (path: string, why: string) =>
    new CheckpointError('unreadable', path, `<lora:${tag.name}> in the prompt ${why}`)
  const file = await findNamed('loras', tag.name, find)
  if (!file) throw refuse(tag.name, `names no file: no loras folder has ${tag.name}.safetensors`)
  const { description } = await openFile(file)
  if (description.kind !== 'lora') throw refuse(file.path, `names ${file.name}, which is no LoRA`)
  return { model: { file, strength: tag.unet }, clip: { file, strength: tag.clip } }
}

/** The vectors of every embedding that is there. One made for another model counts as empty, with a notice, as in ComfyUI. */
async function findVectors(prompt: string, width: number, { find, notice }: EncodeContext) {
  const vectors = new Map<string, readonly Float32Array[]>()
  for (const name of embeddingNames(prompt)) {
    const file = await findNamed('embeddings', name, find)
    if (!file) continue
    const read = readEmbedding(file.path, { part: 'clip_l', width })
    vectors.set(
      name,
      await read.catch(error => {
        if (!(error instanceof CheckpointError && error.code === 'wrong-family')) throw error
        notice(`${error.message} It was left out of the prompt.`)
        return []
      }),
    )
  }
  return vectors
}
