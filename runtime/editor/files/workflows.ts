import { copyFile, mkdir, readFile } from 'node:fs/promises'
import { basename, extname, join, resolve, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import { fileName } from '../../../engine/file-name.ts'
import { WorkflowError } from '../../../graph/errors.ts'
import { isObject, parseJson } from '../../../graph/json.ts'
import type { Specs } from '../../../graph/prompt.ts'
import { writeWorkflow } from '../../../graph/workflow.ts'
import type { Examples, OpenedWorkflow, SavedFile } from '../../contract/answers.ts'
import type { Library } from '../../library/library.ts'
import { readDocument } from '../../read-runnable.ts'
import type { Shell } from '../page/shell.ts'
import { listWorkflows, titleOf } from './list-workflows.ts'
import { recentFiles } from './recent-files.ts'
import { writeWhole } from './write-whole.ts'

/** Where the shipped workflows and their pictures lie. */
export const shippedExamples = fileURLToPath(new URL('../../../workflows', import.meta.url))

/** How many recent files are listed. */
const mostRecent = 20

interface Surroundings {
  readonly userFolder: string
  readonly examplesFolder: string
  readonly shell: Shell
  specs(): Promise<Specs>
  library(): Library
}

/** Workflow files: read in any format, written whole. */
export function createWorkflows(surroundings: Surroundings) {
  const { userFolder, examplesFolder, shell, specs } = surroundings
  const savedFolder = join(userFolder, 'workflows')
  const recent = recentFiles(join(userFolder, 'recent.json'))
  const { trust, mustBeChosen } = chosenFiles(recent.read)
  const read = (name: string, bytes: Uint8Array) => readAny(name, bytes, surroundings)

  async function open(path: string): Promise<OpenedWorkflow> {
    const full = resolve(path)
    await mustBeChosen(full)
    const bytes = await readBytes(full)
    const opened = await read(basename(full), bytes)
    // Saving never writes into a picture or a shipped example.
    const isFile = extname(full).toLowerCase() === '.json' && !isExample(full) && isWorkflow(bytes)
    if (!isExample(full)) await noteRecent(full)
    return isFile ? { ...opened, path: full } : opened
  }

  const isExample = (path: string) => path.startsWith(join(examplesFolder, sep))

  async function noteRecent(path: string): Promise<void> {
    shell.noteRecent(path)
    await recent.add(path)
  }

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
      const target = path ?? (shell.dialogs ? await shell.pickSaveTarget(name) : join(savedFolder, workflowName(name)))
      if (target === null) return null
      const full = resolve(target)
      if (path === null) trust([full])
      await mustBeChosen(full)
      if (!isWorkflow(Buffer.from(text))) throw new Error(`${titleOf(full)} was not saved: its text is not a workflow.`)
      if (isExample(full)) throw new Error(`${full} comes with Leapgraph; save it under a new name.`)
      if (path !== null) await keepForeign(full)
      await writeWhole(full, text)
      await noteRecent(full)
      return { path: full, title: titleOf(full) }
    },
    async list(): Promise<Examples> {
      const newest = (await recent.read()).slice(0, mostRecent)
      const listed = await listWorkflows(savedFolder, newest, examplesFolder, await specs())
      const { saved, recent: opened, examples, forYourModels } = listed
      trust([...saved, ...opened, ...examples, ...forYourModels].map(({ path }) => path))
      return listed
    },
  }
}

async function readAny(name: string, bytes: Uint8Array, { specs, library }: Surroundings): Promise<OpenedWorkflow> {
  try {
    const document = await readDocument(bytes, await specs(), library())
    return { title: titleOf(name), path: null, text: writeWorkflow(document) }
  } catch (error) {
    if (!(error instanceof WorkflowError)) throw error
    throw new Error(`${name} cannot be opened: ${error.message}`, { cause: error })
  }
}

/**
 * The files that the user chose: in a dialog, on the command line, through the system, or from a list of this program. The page
 * may open and save these and no others.
 *
 * @param earlier  those of this session and earlier ones that were opened or saved
 */
function chosenFiles(earlier: () => Promise<readonly string[]>) {
  const chosen = new Set<string>()
  return {
    trust(paths: Iterable<string>): void {
      for (const path of paths) chosen.add(resolve(path))
    },
    /** @throws Error that says how to choose it */
    async mustBeChosen(path: string): Promise<void> {
      if (chosen.has(path) || (await earlier()).includes(path)) return
      throw new Error(`${path} was not opened here; open it with File › Open, or save under a new name.`)
    },
  }
}

/** Before a file that is not a workflow is overwritten, its content is copied beside it. */
async function keepForeign(path: string): Promise<void> {
  const present = await readFile(path).catch(() => null)
  if (present === null || present.length === 0 || isWorkflow(present)) return
  await mkdir(join(path, '..'), { recursive: true })
  await copyFile(path, `${path}.before`)
}

/** @throws Error that says what is wrong with the file */
const readBytes = (path: string): Promise<Uint8Array> =>
  readFile(path).catch((cause: NodeJS.ErrnoException) => {
    throw new Error(`${path} ${reasons[cause.code ?? ''] ?? `cannot be read (${cause.code})`}`, { cause })
  })

const isWorkflow = (bytes: Uint8Array): boolean => {
  try {
    const data = parseJson(new TextDecoder().decode(bytes))
    return isObject(data) && Array.isArray(data.nodes)
  } catch {
    return false
  }
}

const workflowName = (name: string): string => fileName(name, { ending: '.json', otherwise: 'workflow' })

const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'is no longer there.',
  EISDIR: 'is a folder, not a file.',
  EACCES: 'may not be read.',
}
