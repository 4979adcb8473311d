import type { FileRef } from '../../engine/checkpoint/files/file-ref.ts'
import { openSafetensors } from '../../engine/checkpoint/files/safetensors.ts'
import { withoutModelEnding } from '../../graph/model-endings.ts'
import type { Library } from './library.ts'

/**
 * A file as people name it inside a text (`<lora:detail>`, `embedding:easynegative`): without its ending or its
 * sub-folder, in any case; a LoRA also by the first eight or more digits of the hash that training tools write into
 * the file (`sshs_model_hash`, which A1111 shows as AutoV3), since names change and hashes do not.
 */
export async function findByText(library: Library, folder: string, name: string): Promise<FileRef | null> {
  const exact = (await library.find(folder, name)) ?? (await library.find(folder, `${name}.safetensors`))
  if (exact) return exact
  const { names } = await library.list(folder)
  const wanted = stem(name)
  const alike = names.find(each => stem(each) === wanted)
  if (alike !== undefined) return library.find(folder, alike)
  return folder === 'loras' && HASH.test(name) ? findByHash(library, folder, names, name.toLowerCase()) : null
}

const HASH = /^[0-9a-f]{8,64}$/i

const stem = (name: string): string => withoutModelEnding(name.replaceAll('\\', '/').split('/').at(-1)!).toLowerCase()

async function findByHash(library: Library, folder: string, names: readonly string[], hash: string) {
  for (const name of names) {
    const file = await library.find(folder, name)
    // A file that cannot be read has no hash; its error is reported where it is used.
    const header = file && (await openSafetensors(file.path).catch(() => null))
    if (header && hashesOf(header.metadata).some(own => own.startsWith(hash))) return file
  }
  return null
}

const hashesOf = (metadata: Readonly<Record<string, string>>): string[] =>
  ['sshs_model_hash', 'sshs_legacy_hash', 'modelspec.hash_sha256'].flatMap(
    key => metadata[key]?.toLowerCase().replace(/^0x/, '') ?? [],
  )
