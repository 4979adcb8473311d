import { WorkflowError, type WorkflowPlace } from '../errors.ts'
import type { Json } from '../json.ts'
import { describePlace } from '../planning/literal.ts'
import { ancestors, type Reads, readersOf } from '../planning/order.ts'
import type { Override } from '../planning/overrides.ts'
import type { Prompt, PromptNode, Specs } from '../prompt.ts'
import { isFile } from '../widgets/file.ts'
import { type Axis, readAxes, titleOf } from './axis.ts'
import { cellNode } from './cell-node.ts'
import { mostCells } from './values.ts'

/** One picture of a grid. */
export interface GridCell {
  /** The node of the expanded prompt that shows it. */
  readonly id: string
  /** Which value of each axis, from 0. */
  readonly at: readonly number[]
  readonly overrides: readonly Override[]
  /** All nodes of the expanded prompt that it depends on. */
  readonly needs: ReadonlySet<string>
}

export interface Grid {
  readonly node: string
  readonly title: string
  readonly axes: readonly Axis[]
  /** In the order in which they are made. */
  readonly cells: readonly GridCell[]
}

/**
 * Replaces one grid by the nodes that draw its cells. A node that an axis changes, and every node after it, is copied
 * once for each value of that axis: `5@9.c2` serves the whole second column of grid 9, `7@9.c2r1` one cell. A node that
 * no axis changes is not copied. So nothing is computed twice, and the seed is the same everywhere unless it is an axis.
 *
 * The order of the cells makes expensive changes rare: files change least often, then the node with the most after it.
 *
 * @returns the grid, and the prompt in which its cells stand in its place
 * @throws  WorkflowError saying which axis is wrong and why; or that there are more than 400 cells, or need more than 200,000 nodes
 */
export function expandGrid(prompt: Prompt, specs: Specs, node: string): { grid: Grid; prompt: Prompt } {
  const axes = readAxes(prompt, specs, node)
  const { [node]: own, ...rest } = prompt
  const reads = linksOf(prompt)
  const reached = reachedBy(axes, reads, node)
  const title = titleOf(own!, specs)
  refuseWhatIsNoComparison(own!, { nodeId: node, nodeType: own!.class_type, title }, axes, reached)
  const nodes = { ...prompt, [node]: cellNode(own!, axes) }
  const expanded: Record<string, PromptNode> = { ...rest }
  const nameAt = (id: string, at: readonly number[]): string =>
    (reached.get(id)?.size ?? 0) === 0 ? id : `${id}@${node}.${suffix(axes, reached.get(id)!, at)}`
  const places = placesOf(axes, mostExpensiveFirst(axes, reached))
  const cells = places.map(at => {
    const overrides = axes.map((axis, i) => ({ id: axis.node, input: axis.widget, value: axis.values[at[i]!]! }))
    for (const [id, dims] of reached)
      if (dims.size > 0) expanded[nameAt(id, at)] ??= copyOf(nodes[id]!, id, overrides, each => nameAt(each, at))
    return { id: nameAt(node, at), at, overrides, needs: new Set([...reached.keys()].map(id => nameAt(id, at))) }
  })
  return { grid: { node, title, axes, cells }, prompt: expanded }
}

function linksOf(prompt: Prompt): Reads {
  const sources = ({ inputs }: PromptNode) =>
    Object.values(inputs).flatMap(link => (Array.isArray(link) ? [String(link[0])] : []))
  return new Map(
    Object.entries(prompt).map(([id, node]) => [
      id,
      new Set(sources(node).filter(from => Object.hasOwn(prompt, from))),
    ]),
  )
}

/** For the grid and every node it reads, in that order: which axes change its result. */
type Reached = ReadonlyMap<string, ReadonlySet<number>>

function reachedBy(axes: readonly Axis[], reads: Reads, grid: string): Reached {
  const readers = readersOf(reads)
  const after = axes.map(axis => ancestors(axis.node, readers))
  return new Map(
    Array.from(ancestors(grid, reads), id => [id, new Set(after.flatMap((nodes, i) => (nodes.has(id) ? [i] : [])))]),
  )
}

function refuseWhatIsNoComparison(
  own: PromptNode,
  place: WorkflowPlace,
  axes: readonly Axis[],
  reached: Reached,
): void {
  const stray = axes.find(axis => !reached.has(axis.node))
  if (stray && Array.isArray(own.inputs.images)) {
    const says = `node ${stray.node} (${stray.title}) does not lead to the picture being compared: every cell would be the same`
    const at = { ...place, input: stray.input }
    throw new WorkflowError('bad-value', `${describePlace(at)}: ${says}.`, at)
  }
  const count = axes.reduce((product, { values }) => product * values.length, 1)
  if (count > mostCells) {
    const sizes = axes.map(({ values }) => values.length).join(' × ')
    const says = `${sizes} are ${count} cells, and a grid has at most ${mostCells}: remove some values`
    throw new WorkflowError('too-big', `${describePlace(place)}: ${says}.`, place)
  }
  if (count * reached.size > mostNeeded) {
    const says = `${count} cells that need ${reached.size} nodes each are too many, at most ${mostNeeded} in all: remove some values`
    throw new WorkflowError('too-big', `${describePlace(place)}: ${says}.`, place)
  }
}

/** The most nodes that the cells of a grid may need, each cell counted by itself. */
const mostNeeded = 200_000

/** `c2r1`: second column, first row. */
const suffix = (axes: readonly Axis[], dims: ReadonlySet<number>, at: readonly number[]): string =>
  [...dims].map(i => `${axes[i]!.input[0]}${at[i]! + 1}`).join('')

/** The axes, the most expensive to change first; of equal ones the later first, so that a grid fills row by row. */
function mostExpensiveFirst(axes: readonly Axis[], reached: Reached): readonly number[] {
  const followers = axes.map((_, i) => [...reached.values()].filter(dims => dims.has(i)).length)
  const isModel = ({ port }: Axis) => (isFile(port) && port.folder !== 'input' ? 1 : 0)
  return axes
    .map((_, i) => i)
    .sort((a, b) => isModel(axes[b]!) - isModel(axes[a]!) || followers[b]! - followers[a]! || b - a)
}

/** Every place of the grid; the last axis of `order` changes the fastest. */
function placesOf(axes: readonly Axis[], order: readonly number[]): readonly (readonly number[])[] {
  return order.reduce<readonly (readonly number[])[]>(
    (places, axis) => places.flatMap(place => axes[axis]!.values.map((_, value) => place.with(axis, value))),
    [axes.map(() => 0)],
  )
}

/** The copy of a node for one cell. */
function copyOf(
  node: PromptNode,
  id: string,
  overrides: readonly Override[],
  name: (id: string) => string,
): PromptNode {
  const own = overrides.filter(override => override.id === id).map(({ input, value }) => [input, value] as const)
  const follow = (value: Json): Json => (Array.isArray(value) ? [name(String(value[0])), ...value.slice(1)] : value)
  const inputs = Object.entries(node.inputs).map(([input, value]) => [input, follow(value)] as const)
  return { ...node, inputs: Object.fromEntries([...inputs, ...own]) }
}
