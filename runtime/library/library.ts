import { readdir, realpath, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { FileRef } from '../../engine/checkpoint/files/file-ref.ts'
import { isModelName, modelEndings, withoutModelEnding } from '../../graph/model-endings.ts'
import { nearest } from '../../graph/nearest.ts'
import { findPair, pairNames } from './file-pairs.ts'
import { type Folders, fileNoun, folderKey } from './folders.ts'

/** The files of one folder, and which of its directories could not be read, as sentences. */
export interface Listing {
  /** Relative to their directory, with `/`, sorted; each once. Then names that stand for two files (file-pairs.ts). */
  readonly names: readonly string[]
  readonly problems: readonly string[]
}

/** Finds model files and input pictures. It holds no state: the disk is read each time. */
export interface Library {
  readonly folders: Folders
  /**
   * The first file of that name in the folder's directories; where there is none, a model of the same name in another
   * format (see `standIn`); null when there is none of either.
   */
  find(folder: string, name: string): Promise<FileRef | null>
  list(folder: string): Promise<Listing>
  /** A sentence about a file that is not there: where it was searched, and what may have been meant. */
  explainMissing(folder: string, name: string): Promise<string>
}

/** The folder of small autoencoders. */
const APPROXIMATE = 'vae_approx'

export const openLibrary = (folders: Folders): Library => {
  const approximate = async () => (await list(APPROXIMATE, folders[APPROXIMATE] ?? [])).names
  const library: Library = {
    folders,
    find: async (folder, name) =>
      (await find(folders, folder, name)) ??
      (await findPair(folder, name, approximate, member => find(folders, APPROXIMATE, member))) ??
      (await findOtherFormat(folders, folder, name)),
    list: async folder => {
      const { names, problems } = await list(folder, folders[folderKey(folder)] ?? [])
      return { names: [...names, ...(await pairNames(folder, approximate))], problems }
    },
    explainMissing: (folder, name) => explainMissing(library, folder, name),
  }
  return library
}

/** LoadImage and LoadLatent may name another folder behind the file: `sketch.png [output]`. */
const annotated = /^(.*) \[(input|output|temp)\]$/

async function find(folders: Folders, folder: string, name: string): Promise<FileRef | null> {
  const [, plain, other] = (folderKey(folder) === 'input' && annotated.exec(name)) || [null, name, folder]
  const inside = insideName(plain!)
  if (inside === null) return null
  for (const directory of folders[folderKey(other!)] ?? []) {
    const ref = await fileRef(name, join(directory, inside))
    if (ref) return ref
  }
  return null
}

/** The same model in another format: of `x.ckpt` an `x.safetensors`, or the reverse. */
async function findOtherFormat(folders: Folders, folder: string, name: string): Promise<FileRef | null> {
  if (wantedIn[folderKey(folder)] || !isModelName(name)) return null
  for (const ending of modelEndings) {
    const ref = await find(folders, folder, `${withoutModelEnding(name)}.${ending}`)
    if (ref) return ref
  }
  return null
}

/** A sentence about a file that `find` gave for another one of the same name; null where it gave the one that was asked for. */
export const standIn = (wanted: string, found: FileRef): string | null =>
  found.name === wanted ? null : `${wanted} is not here; ${found.name} is used instead`

/** The name with `/` between its parts; null when it would lead out of the folder. */
function insideName(name: string): string | null {
  const parts = name.replaceAll('\\', '/').split('/')
  const leaves = parts.some(part => part === '' || part === '..' || /^[a-z]:/i.test(part) || part.includes('\0'))
  return leaves ? null : parts.join('/')
}

/** A file in its present state; null when it cannot be read. */
export async function fileRef(name: string, path: string): Promise<FileRef | null> {
  try {
    const real = await realpath(path)
    const info = await stat(real, { bigint: true })
    return info.isFile() ? { name, path: real, fingerprint: `${real}:${info.size}:${info.mtimeNs}` } : null
  } catch {
    // Not there, not readable, a file where a directory should be: it is not in this directory.
    return null
  }
}

const pictureFile = /\.(png|jpe?g|webp|gif|bmp|tiff?|avif)$/i
const latentFile = /\.latent$/i

const wantedIn: Readonly<Record<string, RegExp>> = {
  input: pictureFile,
  output: pictureFile,
  temp: pictureFile,
  latents: latentFile,
  ipadapter_embeds: /\.ipadpt$/i,
}

/** Endings of models beyond the usual ones. */
const alsoIn: Readonly<Record<string, RegExp>> = { inpaint: /\.patch$/i }

async function list(folder: string, directories: readonly string[]): Promise<Listing> {
  const wanted = wantedIn[folder]
  const isWanted = (name: string) => wanted?.test(name) ?? (isModelName(name) || alsoIn[folder]?.test(name) === true)
  const walk: Walk = { names: new Set(), problems: [], seen: new Set(), isWanted }
  // As in ComfyUI, sub-folders are searched in model folders only.
  for (const directory of directories) await walkDirectory(walk, directory, '', wanted ? 0 : 16)
  return { names: [...walk.names].sort(), problems: walk.problems }
}

interface Walk {
  readonly names: Set<string>
  readonly problems: string[]
  /** Real paths, so that a symbolic link to a parent does not go round in a circle. */
  readonly seen: Set<string>
  isWanted(name: string): boolean
}

async function walkDirectory(walk: Walk, directory: string, below: string, depth: number): Promise<void> {
  try {
    const real = await realpath(directory)
    if (walk.seen.has(real)) return
    walk.seen.add(real)
    for (const name of await readdir(real)) {
      if (name.startsWith('.')) continue
      const info = await stat(join(real, name)).catch(() => null)
      if (info?.isDirectory() && depth > 0) await walkDirectory(walk, join(real, name), `${below}${name}/`, depth - 1)
      else if (info?.isFile() && walk.isWanted(name)) walk.names.add(below + name)
    }
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code
    // A models root need not have every folder.
    if (code !== 'ENOENT') walk.problems.push(`${directory} cannot be read (${code ?? error})`)
  }
}

async function explainMissing(library: Library, folder: string, name: string): Promise<string> {
  const directories = library.folders[folderKey(folder)] ?? []
  const { names, problems } = await library.list(folder)
  const where = `not in any ${folderKey(folder) === 'input' ? 'input' : 'models'} folder (searched ${directories.join(', ')})`
  const problem = problems.map(sentence => `; ${sentence}`).join('')
  return `${fileNoun(folder)} '${name}' is ${where}${problem}; ${suggestion(name, names)}`
}

function suggestion(name: string, names: readonly string[]): string {
  if (names.length === 0) return 'there are no files of this kind there'
  const close = nearest(name.replaceAll('\\', '/'), names)
  if (close.length > 0) return `did you mean ${close.map(each => `'${each}'`).join(' or ')}?`
  const more = names.length > 5 ? ` and ${names.length - 5} more` : ''
  return `there is ${names
    .slice(0, 5)
    .map(each => `'${each}'`)
    .join(', ')}${more}`
}
