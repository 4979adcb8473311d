import { basename } from 'node:path'
import type { FileRef } from '../../../engine/checkpoint/files/file-ref.ts'
import { openHeader } from '../../../engine/checkpoint/files/safetensors.ts'
import { plan } from '../../../graph/plan.ts'
import { withLoraLoaders } from '../../../graph/planning/lora-loaders.ts'
import type { Prompt, Specs } from '../../../graph/prompt.ts'
import { isFile } from '../../../graph/widgets/file.ts'
import { forkEngine } from '../../../runtime/engine-process/fork.ts'
import { ProcessHost } from '../../../runtime/engine-process/process-host.ts'
import { fileNoun, folderKey } from '../../../runtime/library/folders.ts'
import { type Library, openLibrary } from '../../../runtime/library/library.ts'
import { prepare } from '../../../runtime/prepare.ts'
import type { Runnable } from '../../../runtime/read-runnable.ts'
import type { InspectArguments } from '../arguments.ts'
import { modelFolders } from '../folders.ts'
import { openWorkflow } from '../open-workflow.ts'
import type { Engine } from '../run/engine.ts'
import type { Findings } from './findings.ts'

interface FoundNode {
  readonly id: string
  readonly type: string
  readonly title: string
  /** Whether this program has the node type. */
  readonly known: boolean
}

interface FoundFile {
  readonly node: string
  readonly input: string
  readonly folder: string
  readonly name: string
  /** null where there is no such file, and `missing` says what there is instead; or it cannot be read, and `unreadable` says why. */
  readonly path: string | null
  readonly missing: string | null
  readonly unreadable: string | null
  /** A file of the same name in another format that is used for it. */
  readonly instead: string | null
}

/** Lists the nodes of a workflow and the model files it names, and what is missing of both. */
export async function inspectWorkflow(options: InspectArguments): Promise<Findings> {
  const folders = await modelFolders(options)
  const host = new ProcessHost({ start: () => forkEngine(), settings: { folders } })
  try {
    const [{ specs }, read] = await Promise.all([host.facts(), openWorkflow(options.file)])
    const library = openLibrary(folders)
    return await inspectRunnable(options.file, await read(specs, library), { host, library })
  } finally {
    await host.close()
  }
}

/** The same for what has been read already. @param file  its name, for the text */
export async function inspectRunnable(
  file: string,
  { prompt, notes: fileNotes }: Runnable,
  { host, library }: Pick<Engine, 'host' | 'library'>,
): Promise<Findings> {
  const { specs } = await host.facts()
  const nodes = nodesOf(prompt, specs)
  const files = await filesOf(prompt, specs, library)
  const planned = plan(prompt, specs)
  const surroundings = { host, library, outputFolder: '', signal: new AbortController().signal }
  // What a run would find: files that cannot be read, or that do not belong where they are.
  const { errors } = await prepare(planned, surroundings)
  const problems = [...planned.errors, ...errors.filter(({ code }) => code !== 'missing-file')].map(
    ({ message }) => message,
  )
  const notes = [...fileNotes, ...(planned.notes ?? []).map(({ message }) => message)]
  const json = { kind: 'workflow', file, nodes, files, problems, notes }
  return {
    json,
    text: describe(basename(file), { nodes, files, problems, notes }),
    ok: canRun({ files, problems }),
  }
}

const nodesOf = (prompt: Prompt, specs: Specs): FoundNode[] =>
  Object.entries(prompt).map(([id, { class_type, _meta }]) => {
    const spec = specs.get(class_type)
    return { id, type: class_type, title: _meta?.title ?? spec?.title ?? class_type, known: spec !== undefined }
  })

/** Every model file that a widget names. Input pictures are not listed. */
async function filesOf(prompt: Prompt, specs: Specs, library: Library): Promise<FoundFile[]> {
  const files: FoundFile[] = []
  for (const [node, { class_type, inputs }] of Object.entries(withLoraLoaders(prompt)))
    for (const [input, port] of Object.entries(specs.get(class_type)?.inputs ?? {})) {
      const name = inputs[input]
      if (!isFile(port) || folderKey(port.folder) === 'input' || typeof name !== 'string') continue
      if (name === port.none) continue
      const found = await library.find(port.folder, name)
      const missing = found === null ? await library.explainMissing(port.folder, name) : null
      const instead = found && found.name !== name ? found.name : null
      const unreadable = found && (await whyUnreadable(found))
      const path = found && unreadable === null ? found.path : null
      files.push({ node, input, folder: port.folder, name, path, missing, unreadable, instead })
    }
  return files
}

/** Why a run could not read a file, as a sentence; null where it can. */
async function whyUnreadable(file: FileRef): Promise<string | null> {
  for (const member of file.members ?? [file])
    try {
      await openHeader(member)
    } catch (error) {
      return error instanceof Error ? error.message : String(error)
    }
  return null
}

interface Found {
  readonly nodes: readonly FoundNode[]
  readonly files: readonly FoundFile[]
  readonly problems: readonly string[]
  readonly notes: readonly string[]
}

const canRun = ({ files, problems }: Pick<Found, 'files' | 'problems'>): boolean =>
  problems.length === 0 && files.every(({ path }) => path !== null)

function describe(file: string, { nodes, files, problems, notes }: Found): string {
  const width = Math.max(0, ...nodes.map(({ id }) => id.length))
  const verdict = canRun({ files, problems }) ? 'everything it needs is here' : 'it cannot run as it stands'
  return [
    `${file}: a workflow of ${nodes.length} nodes; ${verdict}`,
    '',
    ...nodes.map(node => `  ${node.id.padStart(width)}  ${label(node)}${node.known ? '' : '  (not here)'}`),
    ...section('models', files.map(line)),
    ...section('problems', problems),
    ...section('notes', notes),
  ].join('\n')
}

const label = ({ type, title }: FoundNode): string => (title === type ? type : `${title} (${type})`)

const line = ({ folder, name, path, missing, unreadable, instead }: FoundFile): string => {
  if (path === null) return unreadable === null ? `missing: ${missing}` : `unreadable: ${unreadable}`
  const used = instead === null ? '' : ` (${name} is not here; ${instead} is used instead)`
  return `${fileNoun(folder)} ${name}  ${path}${used}`
}

const section = (title: string, lines: readonly string[]): string[] =>
  lines.length === 0 ? [] : ['', title, ...lines.map(each => `  ${each}`)]
