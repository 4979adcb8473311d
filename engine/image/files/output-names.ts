import { mkdir, readdir, stat } from 'node:fs/promises'
import { dirname, isAbsolute, join, posix } from 'node:path'
import { ImageError } from '../../errors.ts'
import { fileName } from '../../file-name.ts'
import { unwritable } from './write-new-file.ts'

/** The names of the files that one node saves: `folder/name_00001_.png`, `…_00002_.png` and so on. */
export interface OutputNames {
  /** Absolute; it exists. */
  readonly folder: string
  /** Relative to the output folder, '/' between parts, '' for the output folder itself. */
  readonly subfolder: string
  /** The name of the file with number `counter`, at index `inBatch` (from 0) of its batch. */
  file(counter: number, inBatch: number, extension?: string): string
  /** 1 + the highest number in use. */
  readonly firstCounter: number
}

/**
 * Turns a filename_prefix into names as ComfyUI does: `foxes/%year%/red` saves `foxes/2026/red_00001_.png`, then 00002.
 *
 * @throws ImageError when the prefix is outside `root`, or its folder cannot be made
 */
export async function outputNames(
  root: string,
  prefix: string,
  size: { readonly width: number; readonly height: number },
  now = new Date(),
): Promise<OutputNames> {
  const path = posix.normalize(fillIn(prefix, size, now).trim().replaceAll('\\', '/')).replace(/\/$/, '')
  const parts = path.split('/')
  if (isAbsolute(path) || /^[a-z]:/i.test(path) || parts.includes('..'))
    throw new ImageError(`filename_prefix "${prefix}" is outside the output folder. Use a path below ${root}.`)
  if (parts.length > deepest)
    throw new ImageError(`filename_prefix has ${parts.length - 1} folders; at most ${deepest - 1} are allowed.`)
  const names = parts.map(part => fileName(part, { otherwise: 'ComfyUI' }))
  const name = names.at(-1)!
  const subfolder = names.slice(0, -1).join('/')
  const folder = join(root, subfolder)
  await makeFolder(folder).catch(cause => {
    throw unwritable(`The picture ${name}`, folder, cause)
  })
  return {
    folder,
    subfolder,
    file: (counter, inBatch, extension = 'png') =>
      `${name.replaceAll('%batch_num%', String(inBatch))}_${String(counter).padStart(5, '0')}_.${extension}`,
    firstCounter: 1 + (await highestNumber(folder, name)),
  }
}

/** How many parts a prefix may have. */
const deepest = 16

function fillIn(prefix: string, size: { readonly width: number; readonly height: number }, now: Date): string {
  const two = (n: number) => String(n).padStart(2, '0')
  const values: Readonly<Record<string, string>> = {
    width: String(size.width),
    height: String(size.height),
    year: String(now.getFullYear()),
    month: two(now.getMonth() + 1),
    day: two(now.getDate()),
    hour: two(now.getHours()),
    minute: two(now.getMinutes()),
    second: two(now.getSeconds()),
  }
  return prefix.replace(/%(\w+)%/g, (whole, key: string) => values[key] ?? whole)
}

/** The highest n of the files `name_n_…` in `folder`; 0 when there is none. */
async function highestNumber(folder: string, name: string): Promise<number> {
  let highest = 0
  for (const file of await readdir(folder)) {
    const digits = file.startsWith(`${name}_`) && /^(\d{1,9})_/.exec(file.slice(name.length + 1))?.[1]
    if (digits) highest = Math.max(highest, Number(digits))
  }
  return highest
}

/** Node's own recursive mkdir never returns on file systems that answer "no such file" to a new folder, such as /proc. */
async function makeFolder(path: string): Promise<void> {
  const found = await stat(path).catch(() => null)
  if (found?.isDirectory()) return
  if (dirname(path) !== path) await makeFolder(dirname(path))
  await mkdir(path).catch(error => {
    if (error.code !== 'EEXIST' || found) throw error
  })
}
