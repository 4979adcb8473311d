import { readFile, realpath, stat } from 'node:fs/promises'
import { extname, isAbsolute, join, relative, resolve } from 'node:path'
import { converted } from '../../../engine/image/files/converted.ts'
import { thumbnail } from '../../../engine/image/files/previews.ts'
import type { Picture } from '../../contract/run-event.ts'
import { isThere } from '../../is-there.ts'

/** The answer to a picture's address. With any status but 200 the body is a sentence. */
export interface PictureReply {
  readonly status: 200 | 400 | 403 | 404
  /** MIME type. */
  readonly type: string
  readonly bytes: Uint8Array
}

export interface PictureFolders {
  readonly output: string
  readonly temp: string
  readonly input: readonly string[]
}

/** The name of a picture may name its folder: `sketch.png [output]`. */
export function annotated(name: string, { subfolder, type }: Omit<Picture, 'filename'>): Picture {
  const [, filename = name, folder = type] = /^(.*?) ?\[(input|output|temp)\]$/.exec(name) ?? []
  return { filename, subfolder, type: folder as Picture['type'] }
}

/** The paths where a picture may be. @throws Error when the name is outside its folder */
export function pathOf({ filename, subfolder, type }: Picture, folders: PictureFolders): readonly string[] {
  const roots = type === 'input' ? folders.input : [folders[type]]
  return roots.map(root => {
    const path = resolve(root, subfolder, filename)
    const inside = relative(root, path)
    if (inside.startsWith('..') || isAbsolute(inside))
      throw new Error(
        `The name "${subfolder ? `${subfolder}/` : ''}${filename}" is outside the folder of its pictures. Use a name inside it.`,
      )
    return path
  })
}

/**
 * `view?filename=&subfolder=&type=[&thumb=][&preview=][&channel=]` and `view?example=`. Never throws.
 *
 * @param folders  called for each picture, since the settings may change
 */
export function createPictures(
  folders: () => PictureFolders,
  examplesFolder: string,
  modelPicture: (name: string) => Promise<string | null>,
) {
  /** Thumbnails by file, its time and size. */
  const small = new Map<string, Uint8Array>()

  async function candidates(query: URLSearchParams): Promise<readonly string[]> {
    const example = query.get('example')
    if (example !== null)
      return pathOf({ filename: example, subfolder: '', type: 'output' }, fixed(join(examplesFolder, 'pictures')))
    const model = query.get('model')
    if (model !== null) return [await modelPicture(model)].filter(path => path !== null)
    const type = query.get('type') ?? 'output'
    if (type !== 'output' && type !== 'temp' && type !== 'input') return []
    return pathOf(annotated(query.get('filename') ?? '', { subfolder: query.get('subfolder') ?? '', type }), folders())
  }

  async function read(path: string, thumb: number | null, query: URLSearchParams): Promise<PictureReply> {
    const { mtimeMs, size } = await stat(path)
    const wanted = await converted(path, { preview: query.get('preview'), channel: query.get('channel') })
    if (wanted) return { status: 200, ...wanted }
    if (thumb === null) return { status: 200, type: typeOf(path), bytes: await readFile(path) }
    const key = `${path} ${mtimeMs} ${size} ${thumb}`
    const bytes = small.get(key) ?? (await thumbnail(path, thumb))
    if (small.size > 500) small.delete(small.keys().next().value!)
    small.set(key, bytes)
    return { status: 200, type: 'image/webp', bytes }
  }

  return async (query: URLSearchParams): Promise<PictureReply> => {
    const wanted = Number(query.get('thumb'))
    const thumb = Number.isInteger(wanted) && wanted >= 16 && wanted <= 2048 ? wanted : null
    try {
      for (const path of await candidates(query)) {
        const found = await realpath(path).catch(() => null)
        if (found !== null && types[extname(found).toLowerCase()]) return await read(found, thumb, query)
      }
      return sentence(404, 'There is no such picture.')
    } catch (error) {
      return sentence(403, error instanceof Error ? error.message : String(error))
    }
  }
}

const fixed = (folder: string): PictureFolders => ({ output: folder, temp: folder, input: [folder] })

const types: Readonly<Record<string, string>> = {
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.jpeg': 'image/jpeg',
  '.webp': 'image/webp',
  '.gif': 'image/gif',
  '.avif': 'image/avif',
  '.bmp': 'image/bmp',
  '.tif': 'image/tiff',
  '.tiff': 'image/tiff',
}
const typeOf = (path: string): string => types[extname(path).toLowerCase()] ?? 'application/octet-stream'

const sentence = (status: 400 | 403 | 404, text: string): PictureReply => ({
  status,
  type: 'text/plain',
  bytes: new TextEncoder().encode(text),
})

/** The picture beside a model file: `NAME.preview.png`, `NAME.png` or the same with another ending. */
export async function pictureBeside(model: string): Promise<string | null> {
  const stem = model.slice(0, model.length - extname(model).length)
  for (const ending of ['.preview.png', '.png', '.jpg', '.jpeg', '.webp'])
    if (await isThere(stem + ending)) return join(stem + ending)
  return null
}
