import type { FileRef } from '../../engine/checkpoint/files/file-ref.ts'
import { folderKey } from './folders.ts'

/** Names among the VAEs that stand for two files of vae_approx, as in ComfyUI: encoder and decoder of TAESD and of those for wider latents. */
const pairs = ['taesd', 'taesdxl', 'taesd3', 'taef1', 'taef2'] as const

/** The files of a pair, out of the names in vae_approx; null when one of them is not there. */
function membersOf(pair: string, names: readonly string[]): readonly [string, string] | null {
  const [encoder, decoder] = ['encoder', 'decoder'].map(half => names.find(name => name.startsWith(`${pair}_${half}.`)))
  return encoder && decoder ? [encoder, decoder] : null
}

/** The pairs that are complete; none in other folders than the VAEs'. */
export async function pairNames(folder: string, approximate: () => Promise<readonly string[]>): Promise<string[]> {
  if (folderKey(folder) !== 'vae') return []
  const names = await approximate()
  return pairs.filter(pair => membersOf(pair, names))
}

/**
 * A pair by its name: the decoder's path, both fingerprints.
 *
 * @param approximate  the names in vae_approx
 * @param find         a file of vae_approx
 */
export async function findPair(
  folder: string,
  name: string,
  approximate: () => Promise<readonly string[]>,
  find: (name: string) => Promise<FileRef | null>,
): Promise<FileRef | null> {
  if (folderKey(folder) !== 'vae' || !pairs.some(pair => pair === name)) return null
  const members = membersOf(name, await approximate())
  const [encoder, decoder] = members ? await Promise.all(members.map(find)) : []
  if (!encoder || !decoder) return null
  return {
    name,
    path: decoder.path,
    fingerprint: `${encoder.fingerprint} ${decoder.fingerprint}`,
    members: [encoder, decoder],
  }
}
