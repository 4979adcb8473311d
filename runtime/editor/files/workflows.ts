import { copyFile, mkdir, readdir, readFile, stat } from 'node:fs/promises'
import { basename, extname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'
import { filesNamed } from '../../../graph/document/files-named.ts'
import { WorkflowError } from '../../../graph/errors.ts'
import { isObject, parseJson } from '../../../graph/json.ts'
import type { Specs } from '../../../graph/prompt.ts'
import { checkWorkflow, writeWorkflow } from '../../../graph/workflow.ts'
import type { Example, Examples, ListedWorkflow, OpenedWorkflow, SavedFile } from '../../contract/answers.ts'
import { isThere } from '../../is-there.ts'
import type { Library } from '../../library/library.ts'
import { readDocument } from '../../read-runnable.ts'
import type { Shell } from '../page/shell.ts'
import { writeWhole } from './write-whole.ts'

/** Where the shipped workflows and their pictures lie. */
export const shippedExamples = fileURLToPath(new URL('../../../workflows', import.meta.url))

interface Surroundings {
  readonly userFolder: string
  readonly examplesFolder: string
  readonly shell: Shell
  specs(): Promise<Specs>
  library(): Library
}

/** Workflow files: read whatever form they have, written whole. */
export function createWorkflows({ userFolder, examplesFolder, shell, specs, library }: Surroundings) {
  const savedFolder = join(userFolder, 'workflows')
  const recentFile = join(userFolder, 'recent.json')
  /** Files that the user chose, in whatever way: the page may name these, and no others. */
  const chosen = new Set<string>()
  const trust = (paths: Iterable<string>) => {
    for (const path of paths) chosen.add(resolve(path))
  }
  const mustBeChosen = (path: string) => {
    if (chosen.has(path)) return
    throw new Error(`${path} was not opened here; open it with File › Open, or save under a new name.`)
  }

  async function read(name: string, bytes: Uint8Array): Promise<OpenedWorkflow> {
    try {
      const document = await readDocument(bytes, await specs(), library())
      return { title: titleOf(name), path: null, text: writeWorkflow(document) }
    } catch (error) {
      if (!(error instanceof WorkflowError)) throw error
      throw new Error(`${name} cannot be opened: ${error.message}`, { cause: error })
    }
  }

  async function open(path: string): Promise<OpenedWorkflow> {
    const full = resolve(path)
    mustBeChosen(full)
    const bytes = await readFile(full).catch((cause: NodeJS.ErrnoException) => {
      throw new Error(`${full} ${reasons[cause.code ?? ''] ?? `cannot be read (${cause.code})`}`, { cause })
    })
    const opened = await read(basename(full), bytes)
    // A picture and a shipped example are not written back to.
    const isFile = extname(full).toLowerCase() === '.json' && !full.startsWith(examplesFolder) && isWorkflow(bytes)
    if (!full.startsWith(examplesFolder)) await noteRecent(full)
    return isFile ? { ...opened, path: full } : opened
  }

  async function noteRecent(path: string): Promise<void> {
    shell.noteRecent(path)
    const recent = [path, ...(await readRecent()).filter(each => each !== path)].slice(0, 20)
    // A list that cannot be written is no reason not to open the file.
    await writeWhole(recentFile, JSON.stringify(recent)).catch(() => {})
  }
  const readRecent = async (): Promise<string[]> =>
    z.array(z.string()).safeParse(
      await readFile(recentFile, 'utf8')
        .then(JSON.parse)
        .catch(() => []),
    ).data ?? []

  return {
    read,
    open,
    trust,
    async pick(): Promise<OpenedWorkflow | null> {
      const path = await shell.pickWorkflow()
      if (path === null) return null
      trust([path])
      return open(path)
    },
    async save({ path, name, text }: { path: string | null; name: string; text: string }): Promise<SavedFile | null> {
      const target = path ?? (shell.dialogs ? await shell.pickSaveTarget(name) : join(savedFolder, fileName(name)))
      if (target === null) return null
      const full = resolve(target)
      if (path === null) trust([full])
      mustBeChosen(full)
      if (path !== null) await keepForeign(full)
      await writeWhole(full, text)
      await noteRecent(full)
      return { path: full, title: titleOf(full) }
    },
    async list(): Promise<Examples> {
      const [saved, recent, examples, forYourModels] = await Promise.all([
        listFolder(savedFolder),
        readRecent().then(paths => Promise.all(paths.map(listedFile))),
        listFolder(examplesFolder),
        listFolder(join(examplesFolder, 'for-your-models')),
      ])
      const listed = [...saved, ...recent.filter(each => each !== null), ...examples, ...forYourModels]
      trust(listed.map(({ path }) => path))
      const known = await specs()
      const about = (example: ListedWorkflow) => withAbout(example, examplesFolder, known)
      return {
        saved: saved.toSorted((a, b) => b.modified - a.modified),
        recent: recent.filter(each => each !== null),
        examples: await Promise.all(examples.map(about)),
        forYourModels: await Promise.all(forYourModels.map(about)),
      }
    },
  }
}

/** Before a file that is no workflow any more is written over, its content goes beside it. */
async function keepForeign(path: string): Promise<void> {
  const present = await readFile(path).catch(() => null)
  if (present === null || present.length === 0 || isWorkflow(present)) return
  await mkdir(join(path, '..'), { recursive: true })
  await copyFile(path, `${path}.before`)
}

const isWorkflow = (bytes: Uint8Array): boolean => {
  try {
    const data = parseJson(new TextDecoder().decode(bytes))
    return isObject(data) && Array.isArray(data.nodes)
  } catch {
    return false
  }
}

const titleOf = (path: string): string => basename(path, extname(path))
const fileName = (name: string): string =>
  `${name.replaceAll(/[\\/:*?"<>|\0]/g, '-').replace(/^\.+/, '') || 'workflow'}.json`

async function listFolder(folder: string): Promise<ListedWorkflow[]> {
  const names = await readdir(folder).catch(() => [])
  const found = await Promise.all(
    names.filter(name => name.endsWith('.json')).map(name => listedFile(join(folder, name))),
  )
  return found.filter(each => each !== null)
}

const listedFile = (path: string): Promise<ListedWorkflow | null> =>
  stat(path).then(
    ({ mtimeMs }) => ({ path, title: titleOf(path), modified: mtimeMs }),
    () => null,
  )

/** What a shipped workflow says of itself, its picture, and the files it names. */
async function withAbout(listed: ListedWorkflow, folder: string, specs: Specs): Promise<Example> {
  const workflow = checkWorkflow(parseJson(await readFile(listed.path, 'utf8')))
  const { name = listed.title, description = '' } = info.parse(workflow.extra?.info)
  const picture = `${listed.title}.png`
  const hasPicture = await isThere(join(folder, 'pictures', picture))
  return {
    ...listed,
    id: listed.title,
    title: name,
    about: description,
    files: filesNamed(workflow, specs),
    picture: hasPicture ? `view?example=${encodeURIComponent(picture)}` : null,
  }
}

/** Where ComfyUI's templates keep what a workflow is called. */
const info = z.object({ name: z.string(), description: z.string() }).partial().catch({})

const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'is no longer there.',
  EISDIR: 'is a folder, not a file.',
  EACCES: 'may not be read.',
}
