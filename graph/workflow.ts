import type { Immutable } from 'immer'
import { z } from 'zod'
import { WorkflowError } from './errors.ts'
import { issueInWords } from './issue-in-words.ts'
import { isObject, stringifyJson } from './json.ts'
import { atOnce, type InParts, itemsOfAPart } from './planning/in-parts.ts'

/**
 * The document: a ComfyUI workflow file as plain data, exactly as it was read.
 *
 * Nothing is normalised on reading, so whatever a file holds (unknown fields, unknown nodes, subgraphs, older spellings)
 * is written back unchanged. The schema below only checks the fields we use, in every form that real files have; the
 * functions in this file and links.ts read those forms.
 */

const number = z.union([z.number(), z.bigint()])
const id = z.union([number, z.string()], { error: 'expected a number or a string' })
const slot = z.union([z.number(), z.string().regex(/^-?\d+$/)], { error: 'expected a slot number' })
const coordinate = number.nullable()
/** `[x, y]`, or `{"0": x, "1": y}` as files of 2023 and 2024 have it. */
const point = z.union(
  [z.tuple([coordinate, coordinate]).rest(z.unknown()), z.looseObject({ 0: coordinate, 1: coordinate })],
  {
    error: 'expected [x, y]',
  },
)
const slotType = z.union([z.string(), z.number(), z.array(z.unknown()), z.null()], { error: 'expected a type name' })
const optionalList = <T extends z.ZodType>(item: T) => z.array(item).nullish()

const input = z.looseObject({
  name: z.string(),
  type: slotType.optional(),
  link: id.nullish(),
  widget: z.looseObject({ name: z.string().optional() }).nullish(),
})
const output = z.looseObject({ name: z.string().optional(), type: slotType.optional(), links: optionalList(id) })

export const nodeSchema = z.looseObject({
  id,
  type: z.string(),
  title: z.string().nullish(),
  pos: point.nullish(),
  size: point.nullish(),
  /** 0 always · 2 muted · 4 bypassed. */
  mode: z.number().nullish(),
  flags: z.looseObject({}).nullish(),
  inputs: optionalList(input),
  outputs: optionalList(output),
  properties: z.looseObject({}).nullish(),
  /** By order (see widget-values.ts) or, for some custom nodes, by name. */
  widgets_values: z.unknown().optional(),
})

/** `[id, from node, from slot, to node, to slot, type]` */
const linkTuple = z.tuple([id, id, slot, id, slot]).rest(z.unknown())
const linkObject = z.looseObject({ id, origin_id: id, origin_slot: slot, target_id: id, target_slot: slot })
const link = z.union([linkTuple, linkObject, z.null()], { error: 'expected a link' })

const scope = z.looseObject({ nodes: z.array(nodeSchema), links: optionalList(link) })
const subgraph = scope.extend({
  id: z.string(),
  name: z.string().optional(),
  inputs: optionalList(z.looseObject({ name: z.string().optional() })),
  outputs: optionalList(z.looseObject({ name: z.string().optional() })),
  get definitions() {
    return definitions.nullish()
  },
})
const definitions = z.looseObject({ subgraphs: optionalList(subgraph) })

const workflow = scope.extend({
  version: z.union([z.number(), z.string()]).nullish(),
  last_node_id: slot.nullish(),
  last_link_id: slot.nullish(),
  /** Schema 1 keeps the counters here. */
  state: z.looseObject({ lastNodeId: slot.optional(), lastLinkId: slot.optional() }).nullish(),
  groups: optionalList(z.looseObject({ title: z.string().optional() })),
  extra: z.looseObject({}).nullish(),
  definitions: definitions.nullish(),
})

export type Workflow = Immutable<z.infer<typeof workflow>>
export type WorkflowNode = Immutable<z.infer<typeof nodeSchema>>
export type WorkflowInput = Immutable<z.infer<typeof input>>
export type WorkflowOutput = Immutable<z.infer<typeof output>>
export type WorkflowLink = Immutable<z.infer<typeof link>>
/** What the root graph and a subgraph definition have in common. */
export type GraphScope = Immutable<z.infer<typeof scope>>
export type Subgraph = Immutable<z.infer<typeof subgraph>>

export const emptyWorkflow: Workflow = {
  last_node_id: 0,
  last_link_id: 0,
  nodes: [],
  links: [],
  groups: [],
  config: {},
  extra: {},
  version: 0.4,
}

/**
 * Checks that data is a UI workflow (schema 0.4 or 1) and returns that very value.
 *
 * @throws WorkflowError `unreadable`, naming the place: `nodes.3.pos: expected [x, y]`
 */
export const checkWorkflow = (data: unknown): Workflow => atOnce(checkWorkflowInParts(data))

/** As `checkWorkflow`. */
export function* checkWorkflowInParts(data: unknown): InParts<Workflow> {
  if (!isObject(data))
    throw new WorkflowError('unreadable', 'A workflow is a JSON object; this file contains something else.')
  if (!('nodes' in data)) {
    const looked = 'neither `nodes`, as a saved workflow does, nor nodes with a `class_type`, as an API prompt does'
    throw new WorkflowError('unreadable', `This JSON is not a workflow: it holds ${looked}.`)
  }
  const issues: z.core.$ZodIssue[] = []
  // The long lists by themselves, then the rest with what is no list in it.
  const rest = { ...data }
  for (const [list, item] of [
    ['nodes', nodeSchema],
    ['links', link],
  ] as const) {
    const items = data[list]
    if (!Array.isArray(items)) continue
    rest[list] = []
    for (let from = 0; from < items.length; from += itemsOfAPart) {
      const { error } = z.array(item).safeParse(items.slice(from, from + itemsOfAPart))
      for (const {
        path: [at, ...inside],
        ...issue
      } of error?.issues ?? [])
        issues.push({ ...issue, path: [list, from + Number(at), ...inside] } as z.core.$ZodIssue)
      yield
    }
  }
  issues.push(...(workflow.safeParse(rest).error?.issues ?? []))
  if (issues.length === 0) return data as unknown as Workflow
  const places = issues.slice(0, 3).map(issueInWords)
  throw new WorkflowError('unreadable', `The workflow is damaged at ${places.join('; ')}.`)
}

/** The text of a workflow file, as ComfyUI opens it. */
export const writeWorkflow = (workflow: Workflow): string => stringifyJson(workflow)

/** The node with this id, which files write as a number or as a text. */
export const findNode = ({ nodes }: Workflow, id: string): WorkflowNode | undefined =>
  nodes.find(node => String(node.id) === id)

/** `[x, y]` from either form; a missing or not-a-number part is 0. */
export const pointOf = (point: WorkflowNode['pos']): readonly [number, number] => [
  Number(point?.[0] ?? 0),
  Number(point?.[1] ?? 0),
]

/** Every subgraph definition, also those nested in others, by id. */
export function subgraphsOf(root: Workflow | Subgraph, found = new Map<string, Subgraph>()): Map<string, Subgraph> {
  for (const subgraph of root.definitions?.subgraphs ?? []) {
    if (found.has(subgraph.id)) continue
    found.set(subgraph.id, subgraph)
    subgraphsOf(subgraph, found)
  }
  return found
}
