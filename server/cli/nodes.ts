import { stringifyJson } from '../../graph/json.ts'
import type { NodeSpec } from '../../graph/node.ts'
import type { Specs } from '../../graph/prompt.ts'
import { forkEngine } from '../../runtime/engine-process/fork.ts'
import { ProcessHost } from '../../runtime/engine-process/process-host.ts'
import { openLibrary } from '../../runtime/library/library.ts'
import { describeNodes } from '../comfyui/model-routes.ts'
import { nodesArguments } from './arguments.ts'
import { modelFolders } from './folders.ts'

/** `leapgraph nodes`: every node type, or those whose name or title contains a text; with `--json` as ComfyUI's `/object_info` has them. @returns the exit code */
export async function nodes(args: readonly string[]): Promise<number> {
  const options = nodesArguments(args)
  const folders = await modelFolders(options)
  const host = new ProcessHost({ start: () => forkEngine(), settings: { folders } })
  try {
    const { specs } = await host.facts()
    const all = nodeTypes(specs, options.text)
    if (!options.json) {
      process.stdout.write(`${all.map(({ type, title }) => `${type}  ${title}`).join('\n')}\n`)
      return 0
    }
    process.stdout.write(`${stringifyJson(await describeNodes(all, openLibrary(folders)))}\n`)
    return 0
  } finally {
    await host.close()
  }
}

/** The node types with a text in their name or title. @throws Error where there is none */
export function nodeTypes(specs: Specs, text: string): readonly NodeSpec[] {
  const wanted = text.toLowerCase()
  const all = [...specs.values()].filter(({ type, title }) => `${type}  ${title}`.toLowerCase().includes(wanted))
  if (all.length === 0) throw new Error(`no node type has '${text}' in its name`)
  return all
}
