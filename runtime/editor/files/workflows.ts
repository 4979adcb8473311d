import { readFile } from 'node:fs/promises'
import { basename, dirname, extname, join, resolve, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import { WorkflowError } from '../../../graph/errors.ts'
import { modelFileAdvice } from '../../../graph/import/model-file.ts'
import type { Specs } from '../../../graph/prompt.ts'
import { writeWorkflow } from '../../../graph/workflow.ts'
import type { Examples, FileOnDisk, OpenedWorkflow } from '../../contract/answers.ts'
import type { Library } from '../../library/library.ts'
import { openingNotes } from '../../opening-notes.ts'
import { readDocument } from '../../read-runnable.ts'
import type { Shell } from '../page/shell.ts'
import { type ChosenFiles, chosenFiles } from './chosen-files.ts'
import { workflowIn } from './conflict.ts'
import { listWorkflows, titleOf } from './list-workflows.ts'
import { recentFiles } from './recent-files.ts'
import { createSaving } from './saving.ts'
import { watchFolders } from './watch-folders.ts'
import { findFile, versionOf } from './write-expected.ts'

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
  /** A file that a window has asked about may have changed. */
  onChange(): void
}

/** Workflow files: read in any format, written whole. */
export function createWorkflows(surroundings: Surroundings) {
  const { userFolder, examplesFolder, shell, specs } = surroundings
  const savedFolder = join(userFolder, 'workflows')
  const recent = recentFiles(join(userFolder, 'recent.json'))
  const chosen = chosenFiles(recent.read)
  async function noteRecent(path: string): Promise<void> {
    shell.noteRecent(path)
    await recent.add(path)
  }
  const { read, open } = createReading(surroundings, chosen, noteRecent)
  return {
    read,
    open,
    trust: chosen.trust,
    async pick(): Promise<OpenedWorkflow | null> {
      const path = await shell.pickWorkflow()
      if (path === null) return null
      chosen.trust([path])
      return open(path)
    },
    async list(): Promise<Examples> {
      const newest = (await recent.read()).slice(0, mostRecent)
      const listed = await listWorkflows(savedFolder, newest, examplesFolder, await specs())
      const { saved, recent: opened, examples, forYourModels } = listed
      chosen.trust([...saved, ...opened, ...examples, ...forYourModels].map(({ path }) => path))
      return listed
    },
    async reveal(path: string): Promise<void> {
      await chosen.mustBeChosen(resolve(path))
      await shell.reveal(resolve(path))
    },
    ...createSaving({ savedFolder, examplesFolder, shell, chosen, noteRecent }),
    ...createChecking(chosen, surroundings.onChange),
  }
}

function createReading(
  { examplesFolder, specs, library }: Surroundings,
  { mustBeChosen }: ChosenFiles,
  noteRecent: (path: string) => Promise<void>,
) {
  const isExample = (path: string) => path.startsWith(join(examplesFolder, sep))

  async function read(name: string, bytes: Uint8Array): Promise<OpenedWorkflow> {
    try {
      const { document, notes: read } = await readDocument(bytes, await specs(), library())
      const notes = [...read, ...(await openingNotes(document, await specs(), library()))]
      return { title: titleOf(name), path: null, text: writeWorkflow(document), ...(notes.length > 0 && { notes }) }
    } catch (error) {
      if (!(error instanceof WorkflowError)) throw error
      throw new Error(`${name} cannot be opened: ${error.message}`, { cause: error })
    }
  }

  return {
    read,
    async open(path: string): Promise<OpenedWorkflow> {
      const full = resolve(path)
      await mustBeChosen(full)
      const advice = modelFileAdvice(basename(full))
      if (advice !== null) throw new Error(advice)
      const bytes = await readBytes(full)
      const opened = { ...(await read(basename(full), bytes)), source: full }
      if (isExample(full)) return opened
      await noteRecent(full)
      // Saving never writes into a picture.
      const isFile =
        extname(full).toLowerCase() === '.json' && (await workflowIn(new TextDecoder().decode(bytes))) !== null
      return isFile ? { ...opened, path: full, version: versionOf(bytes) } : opened
    },
  }
}

/** Tells windows whether the files of their tabs are still as they know them. */
function createChecking({ isChosen }: ChosenFiles, onChange: () => void) {
  const watcher = watchFolders(onChange)
  const watched = new Set<string>()
  return {
    async check(paths: readonly string[]): Promise<FileOnDisk[]> {
      const found: FileOnDisk[] = []
      for (const path of paths) {
        if (!(await isChosen(resolve(path)))) continue
        // What cannot be read now is there, and the next check may read it.
        const file = await findFile(path).catch(() => undefined)
        if (file !== undefined) found.push({ path, version: file?.version ?? null })
        if (!watched.has(dirname(path))) watcher.watch(watched.add(dirname(path)))
      }
      return found
    },
    close: watcher.close,
  }
}

/** @throws Error that says what is wrong with the file */
const readBytes = (path: string): Promise<Uint8Array> =>
  readFile(path).catch((cause: NodeJS.ErrnoException) => {
    throw new Error(`${path} ${reasons[cause.code ?? ''] ?? `cannot be read (${cause.code})`}`, { cause })
  })

const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'is no longer there.',
  EISDIR: 'is a folder, not a file.',
  EACCES: 'may not be read.',
}
