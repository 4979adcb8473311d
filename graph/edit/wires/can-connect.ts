import { type Link, linksOf } from '../../document/links.ts'
import { isWidget, typesMeet, wireType } from '../../port-types.ts'
import type { Specs } from '../../prompt.ts'
import { currentType } from '../../renames.ts'
import type { Workflow, WorkflowNode } from '../../workflow.ts'
import type { NodeId } from '../change.ts'
import { isFree } from './primitives.ts'
import { carriedType, isReroute, typeName } from './reroutes.ts'

/** Whether a wire may be connected, or a sentence with the reason why not. */
export type Answer = { readonly ok: true } | { readonly ok: false; readonly why: string }

/** An input by the type it takes and the node the user would name. */
interface End {
  readonly type: string
  readonly node: WorkflowNode
}

/**
 * Whether an output may be wired to an input: types must match, also behind reroutes, and wires must not form
 * a cycle.
 *
 * @param name  the input's; a widget's name too, whether or not it has been wired before
 */
export function canConnect(
  workflow: Workflow,
  specs: Specs,
  from: NodeId,
  slot: number,
  to: NodeId,
  name: string,
): Answer {
  // If a damaged file has two nodes with one id, commands use the first.
  const nodes = new Map(workflow.nodes.toReversed().map(node => [String(node.id), node]))
  const links = [...linksOf(workflow).values()].filter(({ from, to }) => nodes.has(from) && nodes.has(to))
  const [source, target] = [nodes.get(String(from)), nodes.get(String(to))]
  if (!source?.outputs?.[slot] || !target) return no('One end of this wire no longer exists.')
  const titleOf = (node: WorkflowNode) => node.title ?? specs.get(currentType(node.type))?.title ?? node.type
  const end = endOf(target, name, specs)
  if (!end) return no(`${titleOf(target)} has no input ${name}.`)
  const free = isFree(source)
  if (free && !end.isWidget && !isReroute(target))
    return no(`A primitive holds the value of a widget; ${name} of ${titleOf(target)} is a socket.`)
  const type = free ? '*' : carriedType(workflow, String(from), slot)
  const ends = isReroute(target) ? endsBehind(target, nodes, links) : [end]
  const misfit = ends.find(end => !typesMeet(type, end.type))
  if (misfit) return no(`${type} does not fit the ${misfit.type} input of ${titleOf(misfit.node)}.`)
  const way = wayBetween(String(to), String(from), links)
  if (!way) return { ok: true }
  return no(`That would make a loop: ${[...way, String(to)].map(id => titleOf(nodes.get(id)!)).join(' → ')}.`)
}

const no = (why: string): Answer => ({ ok: false, why })

/** An input as the file has it, else as the node's definition has it. */
function endOf(node: WorkflowNode, name: string, specs: Specs): (End & { readonly isWidget: boolean }) | undefined {
  const input = node.inputs?.find(input => input.name === name)
  const port = specs.get(currentType(node.type))?.inputs[name]
  const isWidgetInput = Boolean(input?.widget) || (port !== undefined && isWidget(port))
  if (input) return { type: typeName(input.type), node, isWidget: isWidgetInput }
  return port && { type: wireType(port), node, isWidget: isWidgetInput }
}

/** The inputs that a reroute leads to, past further reroutes. */
function endsBehind(reroute: WorkflowNode, nodes: ReadonlyMap<string, WorkflowNode>, links: readonly Link[]): End[] {
  const reached = new Set([String(reroute.id)])
  const ends: End[] = []
  for (const id of reached)
    for (const link of links.filter(link => link.from === id)) {
      const node = nodes.get(link.to)
      if (node && isReroute(node)) reached.add(link.to)
      else if (node)
        ends.push({ type: typeName(node.inputs?.find(input => String(input.link) === link.id)?.type), node })
    }
  return ends
}

/** The nodes on a shortest path along the wires, including both ends; undefined if there is none. */
function wayBetween(start: string, goal: string, links: readonly Link[]): string[] | undefined {
  const onward = Map.groupBy(links, ({ from }) => from)
  const before = new Map<string, string | null>([[start, null]])
  for (const [id] of before) {
    if (id === goal) return backFrom(id, before)
    for (const { to } of onward.get(id) ?? []) if (!before.has(to)) before.set(to, id)
  }
  return undefined
}

function backFrom(goal: string, before: ReadonlyMap<string, string | null>): string[] {
  const way: string[] = []
  for (let at: string | null | undefined = goal; at; at = before.get(at)) way.unshift(at)
  return way
}
