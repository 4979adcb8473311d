import { readdir } from 'node:fs/promises'
import { sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type AnyNode, type NodeSpec, specOf } from '../graph/node.ts'
import type { RunContext } from './define.ts'

export interface LoadedNode {
  readonly definition: AnyNode<RunContext>
  readonly spec: NodeSpec
}

/**
 * Every node, by type: the default exports of the files in this folder's sub-folders, whose names are the menu.
 *
 * @throws Error when two files define the same type
 */
export async function loadNodes(): Promise<ReadonlyMap<string, LoadedNode>> {
  const names = await readdir(fileURLToPath(new URL('.', import.meta.url)), { recursive: true })
  const files = names.filter(name => name.includes(sep) && /\.[jt]s$/.test(name)).sort()
  const nodes = new Map<string, LoadedNode>()
  // One after the other: Node links each import with all that it shares with imports that are not ready yet.
  for (const file of files) {
    const node = await loadNode(file)
    if (!node) continue
    const { type } = node.definition
    if (nodes.has(type)) throw new Error(`nodes/${file} defines ${type}, which another file defines already`)
    nodes.set(type, node)
  }
  return nodes
}

async function loadNode(file: string): Promise<LoadedNode | null> {
  const path = file.replaceAll(sep, '/')
  const { default: definition } = (await import(new URL(path, import.meta.url).href)) as {
    default?: AnyNode<RunContext>
  }
  if (!definition?.type) return null
  return { definition, spec: specOf(definition, path.slice(0, path.lastIndexOf('/'))) }
}
