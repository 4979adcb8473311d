import { stat } from 'node:fs/promises'
import { extname, sep } from 'node:path'
import { openSafetensors } from '../../engine/checkpoint/files/safetensors.ts'
import type { NodeSpec } from '../../graph/node.ts'
import { objectInfo } from '../../graph/object-info.ts'
import { isFile } from '../../graph/widgets/file.ts'
import type { Parts } from '../../runtime/editor/parts.ts'
import { folderKey } from '../../runtime/library/folders.ts'
import { type Answer, empty, json, type Route } from './route.ts'

export const modelRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: '/object_info',
    about: 'Every node class, with its inputs, outputs and the files that are here.',
    differs: 'Only the nodes of this program; `tooltip` and `description` are its own.',
    async answer(_, { specs, engine }) {
      const found = await specs()
      return json(await describeNodes([...found.values()], engine.library()))
    },
  },
  {
    method: 'GET',
    path: '/object_info/:class',
    about: 'One node class; `{}` where it is not known.',
    async answer({ params }, { specs, engine }) {
      const spec = (await specs()).get(params.class ?? '')
      return json(await describeNodes(spec ? [spec] : [], engine.library()))
    },
  },
  {
    method: 'GET',
    path: '/models',
    about: 'The kinds of model folders.',
    answer: (_, { engine }) => json(modelFolders(engine.library())),
  },
  {
    method: 'GET',
    path: '/models/:folder',
    about: 'The files of one kind; 404 for an unknown kind.',
    async answer({ params: { folder = '' } }, { engine }) {
      const library = engine.library()
      if (!modelFolders(library).includes(folderKey(folder))) return empty(404)
      return json((await library.list(folder)).names)
    },
  },
  {
    method: 'GET',
    path: '/experiment/models',
    about: 'The kinds of model folders, with their paths.',
    answer: (_, { engine }) =>
      json(Object.entries(pathsOf(engine.library())).map(([name, folders]) => ({ name, folders }))),
  },
  {
    method: 'GET',
    path: '/experiment/models/:folder',
    about: 'The files of one kind, with size and times; 404 for an unknown kind.',
    answer: ({ params: { folder = '' } }, { engine }) => files(engine.library(), folder),
  },
  {
    method: 'GET',
    path: '/internal/folder_paths',
    about: 'The paths of the model folders by kind.',
    answer: (_, { engine }) => json(pathsOf(engine.library())),
  },
  {
    method: 'GET',
    path: '/embeddings',
    about: 'The names of embeddings, without endings.',
    async answer(_, { engine }) {
      const { names } = await engine.library().list('embeddings')
      return json(names.map(name => name.slice(0, name.length - extname(name).length)))
    },
  },
  {
    method: 'GET',
    path: '/view_metadata/:folder',
    about: 'The metadata of a .safetensors file; 404 where there is none.',
    answer: ({ params: { folder = '' }, query }, { engine }) =>
      metadata(engine.library(), folder, query.get('filename') ?? ''),
  },
]

type Library = ReturnType<Parts['engine']['library']>

const pictureFolders = new Set(['input', 'output', 'temp'])
export const modelFolders = ({ folders }: Library): readonly string[] =>
  Object.keys(folders).filter(name => !pictureFolders.has(name))

const pathsOf = (library: Library): Readonly<Record<string, readonly string[]>> =>
  Object.fromEntries(modelFolders(library).map(name => [name, library.folders[name]!]))

async function files(library: Library, folder: string): Promise<Answer> {
  const paths = pathsOf(library)[folderKey(folder)]
  if (!paths) return empty(404)
  const { names } = await library.list(folder)
  const described = names.map(async name => {
    const found = await library.find(folder, name)
    const facts = found && (await stat(found.path).catch(() => null))
    if (!facts) return []
    const pathIndex = paths.findIndex(path => found.path.startsWith(path + sep))
    return [{ name, pathIndex, modified: facts.mtimeMs / 1000, created: facts.birthtimeMs / 1000, size: facts.size }]
  })
  return json((await Promise.all(described)).flat())
}

/** Node classes as `/object_info` has them, with the files that are here. */
export async function describeNodes(specs: readonly NodeSpec[], library: Library): Promise<Record<string, unknown>> {
  const folders = new Set(
    specs.flatMap(({ inputs }) => Object.values(inputs).flatMap(port => (isFile(port) ? [port.folder] : []))),
  )
  const lists = await Promise.all(
    [...folders].map(async folder => [folder, (await library.list(folder)).names] as const),
  )
  const files = new Map(lists)
  return Object.fromEntries(specs.map(spec => [spec.type, objectInfo(spec, folder => files.get(folder) ?? [])]))
}

async function metadata(library: Library, folder: string, name: string): Promise<Answer> {
  if (!name.endsWith('.safetensors') || !modelFolders(library).includes(folderKey(folder))) return empty(404)
  const found = await library.find(folder, name)
  const header = found && (await openSafetensors(found.path).catch(() => null))
  return header && Object.keys(header.metadata).length > 0 ? json(header.metadata) : empty(404)
}
