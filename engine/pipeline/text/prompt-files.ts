import type { ClipKind } from '../../checkpoint/family.ts'
import type { FileRef } from '../../checkpoint/files/file-ref.ts'
import { CheckpointError } from '../../errors.ts'
import { type LoraTag, parseLoraTags } from '../../lora/tags.ts'
import type { LoraUse } from '../../lora/use.ts'
import { openFile } from '../../recognise/open-file.ts'
import { bundledNames, readEmbedding } from '../../text/embedding-file.ts'
import { embeddingNames } from '../../text/embedding-references.ts'
import { checkTaggedLora } from '../loras.ts'
import type { Clip } from '../types.ts'
import { checkSchedules } from './edited-prompt.ts'

/** The files that a prompt names: LoRAs in tags, embeddings in the text. */

/** Finds a file of a model folder by its name in a text, without extension and sub-folder; null when it is missing. */
export type FindFile = (folder: string, name: string) => Promise<FileRef | null>

export interface TextFiles {
  readonly find: FindFile
  /** A sentence about a file that `find` did not find, with similar names. */
  readonly explainMissing?: (folder: string, name: string) => Promise<string>
}

/**
 * The files that a prompt refers to: the encoded prompt depends on them. Asked for before anything runs.
 *
 * @throws as `checkSchedules`
 */
export async function promptFiles(text: string, find: FindFile): Promise<FileRef[]> {
  checkSchedules(text)
  const { text: prompt, loras } = parseLoraTags(text)
  const found = await Promise.all([
    ...loras.map(({ name }) => find('loras', name)),
    ...embeddingNames(prompt).map(name => find('embeddings', name)),
  ])
  return found.filter(file => file !== null)
}

/**
 * The LoRA that a tag names, for the model and for the text encoders `clip`.
 *
 * @throws CheckpointError when the file is missing, is not a LoRA, or was made for another family
 */
export async function findTagged(
  tag: LoraTag,
  clip: Clip,
  { find, explainMissing, notice }: VectorContext,
): Promise<{ model: LoraUse; clip: LoraUse }> {
  const refuse = (path: string, why: string) =>
    new CheckpointError('unreadable', path, `<lora:${tag.name}> in the prompt ${why}`)
  const file = await find('loras', tag.name)
  if (!file) {
    const why = await explainMissing?.('loras', tag.name)
    throw refuse(tag.name, `is missing: ${why ?? `no loras folder has ${tag.name}.safetensors`}`)
  }
  const { description } = await openFile(file)
  if (description.kind !== 'lora') throw refuse(file.path, `names ${file.name}, which is not a LoRA`)
  for (const sentence of await checkTaggedLora(file, clip)) notice(sentence)
  const { curve } = tag
  return { model: { file, strength: tag.unet, ...(curve && { curve }) }, clip: { file, strength: tag.clip } }
}

const PARTS = { clipL: 'clip_l', clipH: 'clip_h', clipG: 'clip_g' } as const satisfies Record<ClipKind, string>

export interface VectorContext extends TextFiles {
  notice(message: string): void
}

/**
 * The vectors for one encoder of each embedding in a prompt whose file exists. An embedding for another model counts as empty,
 * with a notice, as in ComfyUI.
 *
 * @param width  of the encoder's token vectors
 * @param loras  files that may bundle embeddings; a file of the embeddings folder comes first
 */
export async function promptVectors(
  prompt: string,
  { kind, width }: { readonly kind: ClipKind; readonly width: number },
  { find, notice }: VectorContext,
  loras: readonly FileRef[] = [],
): Promise<ReadonlyMap<string, readonly Float32Array[]>> {
  const vectors = new Map<string, readonly Float32Array[]>()
  for (const name of embeddingNames(prompt)) {
    const found = await find('embeddings', name)
    const source = found ? { file: found } : await inBundle(name, loras)
    if (!source) continue
    const { file, ...which } = source
    const read = readEmbedding(file.path, { part: PARTS[kind], width, ...which })
    vectors.set(
      name,
      await read.catch(error => {
        if (!(error instanceof CheckpointError && error.code === 'wrong-family')) throw error
        notice(`${error.message} It is ignored.`)
        return []
      }),
    )
  }
  return vectors
}

/** An embedding that a LoRA bundles; spaces in its name may be written as underscores, since a name ends at a space. */
async function inBundle(name: string, loras: readonly FileRef[]) {
  for (const file of loras) {
    const names = bundledNames((await openFile(file)).header.tensors.keys())
    const bundled = names.find(each => each === name) ?? names.find(each => each.replaceAll(' ', '_') === name)
    if (bundled !== undefined) return { file, bundled }
  }
  return undefined
}
