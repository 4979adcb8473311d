import { z } from 'zod'
import { WorkflowError } from '../errors.ts'
import { readWorkflowData } from '../import/read-workflow.ts'
import { decodeBase64, decodeText } from '../import/text-codec.ts'
import { isObject, type Json, type JsonObject, parseJson } from '../json.ts'
import type { Specs } from '../prompt.ts'
import { checkWorkflow, type Workflow } from '../workflow.ts'
import { incomingKey } from './copy.ts'
import { type CopiedWire, type Pasteable, pasteableOf } from './pasteable.ts'

/** What ComfyUI's own clipboard adds to nodes; wires are arrays (by place in the list) or objects (by id). */
const copiedByIndex = z.tuple([z.number().nullish(), z.number(), z.number(), z.number()]).rest(z.unknown())
const id = z.union([z.number(), z.string()])
const copiedById = z.looseObject({
  origin_id: id,
  origin_slot: z.number(),
  target_id: id,
  target_slot: z.number(),
  type: z.unknown(),
})
const foreignWires = z.array(z.union([copiedByIndex, copiedById]))

const incomingWires = z.array(
  z.object({ from: z.string(), fromSlot: z.number(), to: z.string(), toSlot: z.number(), type: z.string() }),
)

/**
 * Reads the nodes in a clipboard's text: a workflow file or a copy of ours, the JSON of ComfyUI's and
 * litegraph's own clipboards, or an API prompt.
 *
 * @param clip  plain text, or the HTML in which ComfyUI hides its copy
 * @returns     null for anything else: another program's text is not an error
 */
export function readClipboard(clip: string, specs: Specs): Pasteable | null {
  const text = hiddenIn(clip) ?? clip
  if (!text.trimStart().startsWith('{')) return null
  try {
    const data = parseJson(text)
    if (!isObject(data)) return null
    return isForeign(data) ? readForeign(data) : readDocument(readWorkflowData(data, specs))
  } catch (error) {
    if (error instanceof WorkflowError) return null
    throw error
  }
}

/** ComfyUI's front end copies `<span data-metadata="base64 of the JSON">`. */
function hiddenIn(html: string): string | undefined {
  const [, base64] = /^\s*<[^{]*?data-metadata="([A-Za-z0-9+/=]+)"/.exec(html) ?? []
  return base64 === undefined ? undefined : decodeText(decodeBase64(base64))
}

function readDocument(workflow: Workflow): Pasteable | null {
  const whole = pasteableOf(workflow)
  const { data: incoming } = incomingWires.safeParse(workflow.extra?.[incomingKey])
  return whole && incoming ? { ...whole, wires: [...whole.wires, ...incoming] } : whole
}

/** Unlike a file, a clipboard has no counters and no version. */
const isForeign = (data: JsonObject): boolean =>
  Array.isArray(data.nodes) && !('version' in data || 'last_node_id' in data || 'state' in data)

/** Cloned nodes may have no ids; their wires then name nodes by their index in the list. */
function readForeign(data: JsonObject): Pasteable | null {
  const wires = foreignWires.safeParse(data.links ?? []).data
  if (!wires) return null
  const byIndex = wires.every(Array.isArray)
  const nodes = (data.nodes as readonly Json[]).map((node, index) =>
    isObject(node) ? { ...node, id: byIndex ? place(index) : (node.id ?? place(index)) } : node,
  )
  const groups = data.groups ?? []
  const found = pasteableOf(checkWorkflow({ nodes, groups, definitions: { subgraphs: data.subgraphs ?? [] } }))
  return found && { ...found, wires: wires.map(readForeignWire) }
}

/** `[origin's place, or null outside the copy, slot, target's place, slot, origin's id]`, or a link as an object. */
const readForeignWire = (wire: z.infer<typeof foreignWires>[number]): CopiedWire =>
  Array.isArray(wire)
    ? {
        from: typeof wire[0] === 'number' ? place(wire[0]) : String(wire[4]),
        fromSlot: wire[1],
        to: place(wire[2]),
        toSlot: wire[3],
        type: '*',
      }
    : {
        from: String(wire.origin_id),
        fromSlot: wire.origin_slot,
        to: String(wire.target_id),
        toSlot: wire.target_slot,
        type: typeof wire.type === 'string' ? wire.type : '*',
      }

/** An id for an index in the list that no node outside the copy has. */
const place = (index: number) => `place ${index}`
