import { mkdir, readdir, readFile, rename, rm, stat } from 'node:fs/promises'
import { dirname, join, relative } from 'node:path'
import { z } from 'zod'
import { fileName } from '../../engine/file-name.ts'
import { nameOnce } from '../../engine/image/files/write-new-file.ts'
import { isObject, type Json, type JsonObject, parseJson, stringifyJson } from '../../graph/json.ts'
import { writeWhole } from '../../runtime/editor/files/write-whole.ts'
import type { Parts } from '../../runtime/editor/parts.ts'
import { type Answer, BadRequest, bodyOf, empty, json, type Route, refused } from './route.ts'

/** Files that clients keep for the user. `workflows/` is the editor's own folder of workflows. */
export const userDataRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: '/users',
    about: 'Who uses the server.',
    answer: () => json({ storage: 'server', migrated: true }),
  },
  {
    method: 'GET',
    path: '/userdata',
    about: 'The files in the folder `dir`; `recurse`, `full_info`.',
    answer: ({ query }, parts) => list(query, parts),
  },
  {
    method: 'GET',
    path: '/userdata/:file',
    about: 'One file.',
    async answer({ params }, { options }) {
      const bytes = await readFile(pathIn(options.userFolder, params.file)).catch(() => null)
      return bytes ? { status: 200, type: 'application/octet-stream', body: bytes } : empty(404)
    },
  },
  {
    method: 'POST',
    path: '/userdata/:file',
    about: 'Writes a file, whole or not at all; 409 where it exists and `overwrite=false`.',
    answer: ({ params, query, body }, { options }) => write(options.userFolder, params.file!, query, body),
  },
  {
    method: 'DELETE',
    path: '/userdata/:file',
    about: 'Deletes a file.',
    async answer({ params }, { options }) {
      const path = pathIn(options.userFolder, params.file)
      if (!(await isFile(path))) return empty(404)
      await rm(path)
      return empty(204)
    },
  },
  {
    method: 'POST',
    path: '/userdata/:file/move/:dest',
    about: 'Gives a file another name.',
    answer: ({ params, query }, { options }) => move(options.userFolder, params.file!, params.dest!, query),
  },
  {
    method: 'GET',
    path: '/settings',
    about: 'The settings of clients.',
    answer: async (_, parts) => json(await settingsOf(parts)),
  },
  {
    method: 'GET',
    path: '/settings/:id',
    about: 'One setting; `null` where it has no value.',
    answer: async ({ params }, parts) => json((await settingsOf(parts))[params.id ?? ''] ?? null),
  },
  {
    method: 'POST',
    path: '/settings',
    about: 'Changes settings of clients.',
    differs: 'The settings of the editor are others.',
    answer: (call, parts) => change(parts, bodyOf(call, z.custom<JsonObject>(isObject, 'expected an object'))),
  },
  {
    method: 'POST',
    path: '/settings/:id',
    about: 'Changes one setting.',
    answer: (call, parts) =>
      change(parts, {
        [call.params.id ?? '']: bodyOf(
          call,
          z.custom<Json>(value => value !== undefined),
        ),
      }),
  },
]

const outside = refused(403, {
  type: 'invalid_path',
  message: 'The path is not allowed',
  details: 'The path of a file in userdata has plain names, separated by /, without hidden ones.',
})

/** @throws BadRequest when the name leads out of the folder */
function pathIn(userFolder: string, file = ''): string {
  const parts = file.split('/')
  const isPlain = (part: string) => part !== '' && part === fileName(part, { otherwise: '' })
  if (parts.length > 16 || !parts.every(isPlain)) throw new BadRequest(outside)
  return parts[0] === 'workflows' ? join(userFolder, ...parts) : join(userFolder, 'userdata', ...parts)
}

const isFile = async (path: string): Promise<boolean> => (await stat(path).catch(() => null))?.isFile() ?? false

async function write(userFolder: string, file: string, query: URLSearchParams, body: Buffer): Promise<Answer> {
  const path = pathIn(userFolder, file)
  let isTaken = false
  const once = async (beside: string) => {
    isTaken = !(await nameOnce(beside, path))
    await rm(beside, { force: true })
  }
  await possible(file, () => writeWhole(path, body, query.get('overwrite') === 'false' ? once : undefined))
  return isTaken ? taken(file) : written(path, file, query)
}

async function move(userFolder: string, file: string, dest: string, query: URLSearchParams): Promise<Answer> {
  const [from, to] = [pathIn(userFolder, file), pathIn(userFolder, dest)]
  if (!(await isFile(from))) return empty(404)
  const isTaken = await possible(dest, async () => {
    await mkdir(dirname(to), { recursive: true })
    if (query.get('overwrite') !== 'false') await rename(from, to)
    else if (await nameOnce(from, to)) await rm(from, { force: true })
    else return true
    return false
  })
  return isTaken ? taken(dest) : written(to, dest, query)
}

const written = async (path: string, file: string, query: URLSearchParams): Promise<Answer> =>
  json(query.get('full_info') === 'true' ? await infoOf(path, file) : file)

/** @throws BadRequest where no file can have the name */
async function possible<T>(file: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    const { code = '' } = ((error as Error).cause ?? error) as NodeJS.ErrnoException
    if (!['ENOTDIR', 'EISDIR', 'EEXIST', 'ENOTEMPTY', 'ENAMETOOLONG'].includes(code)) throw error
    const details = `${file} cannot be written: it is a folder, a part of its path is a file, or the name is too long.`
    throw new BadRequest(refused(400, { type: 'invalid_path', message: 'The path is not possible', details }))
  }
}

const taken = (file: string): Answer =>
  refused(409, { type: 'file_exists', message: 'File already exists', details: `${file} exists.` })

async function infoOf(path: string, name: string) {
  const { size, mtimeMs, birthtimeMs } = await stat(path)
  return { path: name, size, modified: Math.round(mtimeMs), created: Math.round(birthtimeMs) }
}

async function list(query: URLSearchParams, { options }: Parts): Promise<Answer> {
  const dir = query.get('dir')
  if (!dir)
    return refused(400, { type: 'invalid_request', message: 'Directory not provided', details: '`dir` is missing.' })
  const folder = pathIn(options.userFolder, dir.replace(/\/$/, ''))
  const found = await readdir(folder, { recursive: query.get('recurse') === 'true', withFileTypes: true }).catch(
    () => null,
  )
  if (!found) return empty(404)
  const names = found
    .filter(entry => entry.isFile() && !entry.name.startsWith('.'))
    .map(entry => relative(folder, join(entry.parentPath, entry.name)).replaceAll('\\', '/'))
    .sort()
  if (query.get('full_info') === 'true')
    return json(await Promise.all(names.map(name => infoOf(join(folder, name), name))))
  return json(query.get('split') === 'true' ? names.map(name => [name, ...name.split('/')]) : names)
}

const settingsFile = ({ options }: Parts) => join(options.userFolder, 'userdata', 'comfy.settings.json')

async function settingsOf(parts: Parts): Promise<JsonObject> {
  const text = await readFile(settingsFile(parts), 'utf8').catch(() => '{}')
  const found = parseJson(text)
  return isObject(found) ? found : {}
}

/** One change after the other. */
let last: Promise<unknown> = Promise.resolve()

async function change(parts: Parts, changes: JsonObject): Promise<Answer> {
  const changed = last.then(async () =>
    writeWhole(settingsFile(parts), stringifyJson({ ...(await settingsOf(parts)), ...changes })),
  )
  last = changed.catch(() => {})
  await changed
  return empty()
}
