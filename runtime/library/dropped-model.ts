import { mkdtemp, open, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { openSafetensors } from '../../engine/checkpoint/files/safetensors.ts'
import { fileName } from '../../engine/file-name.ts'
import { describeFile } from '../../engine/recognise/describe-file.ts'
import type { FileKind } from '../../engine/recognise/description.ts'
import { inWords } from '../../engine/recognise/kind-names.ts'
import type { DroppedModel } from '../contract/answers.ts'
import type { Library } from './library.ts'

/** The folder that each kind of file is loaded from. */
const foldersByKind: Partial<Record<FileKind, string>> = {
  checkpoint: 'checkpoints',
  unet: 'diffusion_models',
  'text-encoder': 'text_encoders',
  vae: 'vae',
  taesd: 'vae_approx',
  lora: 'loras',
  controlnet: 'controlnet',
  't2i-adapter': 'controlnet',
  'clip-vision': 'clip_vision',
  upscaler: 'upscale_models',
  embedding: 'embeddings',
  hypernetwork: 'hypernetworks',
}

/**
 * What a .safetensors file is that a window has only the beginning of, and whether it lies in a models folder.
 *
 * @param header  its first bytes: all but the numbers
 * @param size    of the whole file, in bytes
 * @throws CheckpointError for a file that is damaged
 */
export async function droppedModel(
  { name, size, header }: { readonly name: string; readonly size: number; readonly header: Uint8Array },
  library: Library,
): Promise<DroppedModel> {
  const description = await described(basename(name), size, header)
  const folder = foldersByKind[description.kind] ?? null
  const names = folder === null ? [] : (await library.list(folder)).names
  const found = names.find(each => each === name || each.endsWith(`/${name}`)) ?? null
  const directory = folder === null ? null : (library.folders[folder]?.[0] ?? folder)
  return { what: inWords(description), folder, directory, found }
}

/** Reads the header as a file of the whole size, whose numbers are a hole that takes no room. */
async function described(name: string, size: number, header: Uint8Array) {
  const folder = await mkdtemp(join(tmpdir(), 'leapgraph-model-'))
  try {
    const path = join(folder, fileName(name, { otherwise: 'model' }))
    const file = await open(path, 'w')
    await file.write(header)
    await file.truncate(size)
    await file.close()
    return describeFile(await openSafetensors(path))
  } finally {
    await rm(folder, { recursive: true })
  }
}
