import { stringifyJson } from '../../graph/json.ts'
import { objectInfo } from '../../graph/object-info.ts'
import { isFile } from '../../graph/widgets/file.ts'
import { forkEngine } from '../../runtime/engine-process/fork.ts'
import { ProcessHost } from '../../runtime/engine-process/process-host.ts'
import { openLibrary } from '../../runtime/library/library.ts'
import { nodesArguments } from './arguments.ts'
import { modelFolders } from './folders.ts'

/** `leapgraph nodes`: every node type, or those whose name or title contains a text; with `--json` as ComfyUI's `/object_info` has them. @returns the exit code */
export async function nodes(args: readonly string[]): Promise<number> {
  const options = nodesArguments(args)
  const folders = await modelFolders(options)
  const host = new ProcessHost({ start: () => forkEngine(), settings: { folders } })
  try {
    const { specs } = await host.facts()
    const wanted = options.text.toLowerCase()
    const all = [...specs.values()].filter(({ type, title }) => `${type}  ${title}`.toLowerCase().includes(wanted))
    if (all.length === 0) throw new Error(`no node type has '${options.text}' in its name`)
    if (!options.json) {
      process.stdout.write(`${all.map(({ type, title }) => `${type}  ${title}`).join('\n')}\n`)
      return 0
    }
    const library = openLibrary(folders)
    const files = new Map<string, readonly string[]>()
    for (const port of all.flatMap(({ inputs }) => Object.values(inputs)))
      if (isFile(port) && !files.has(port.folder)) files.set(port.folder, (await library.list(port.folder)).names)
    const described = all.map(spec => [spec.type, objectInfo(spec, folder => files.get(folder) ?? [])])
    process.stdout.write(`${stringifyJson(Object.fromEntries(described))}\n`)
    return 0
  } finally {
    await host.close()
  }
}
