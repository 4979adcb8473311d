/**
 * The form as ComfyUI's App mode keeps it: `extra.linearData`, with `[node id, widget name, settings?]` for each widget and
 * the ids of the nodes whose pictures are shown, and `extra.linearMode`, true where it opens first. Front ends from 1.49 on
 * write `graph:node:widget` in place of the node's id, and read both.
 */
import type { Draft } from 'immer'
import { z } from 'zod'
import type { Workflow } from '../workflow.ts'

const id = z.union([z.string(), z.number()])
const entry = z.tuple([id, z.string()]).rest(z.unknown())
const schema = z.looseObject({
  inputs: z.array(entry).default([]),
  outputs: z.array(id.transform(String)).default([]),
})

/** What App mode keeps of a form. */
interface LinearData {
  readonly widgets: readonly LinearWidget[]
  readonly outputs: readonly string[]
  readonly opensFirst: boolean
}

interface LinearWidget {
  readonly node: string
  readonly widget: string
}

/** The id of the node in an entry's first place. */
const nodeOf = (id: string | number): string => {
  const parts = String(id).split(':')
  return parts.length > 2 ? parts[1]! : String(id)
}

/** What App mode shows; null where there is no such form or it is malformed. */
export function readLinearData(
  extra: Workflow['extra'],
): (Omit<LinearData, 'opensFirst'> & Partial<LinearData>) | null {
  const { data } = schema.safeParse(extra?.linearData)
  if (!data || data.inputs.length + data.outputs.length === 0) return null
  const { linearMode } = extra ?? {}
  return {
    widgets: data.inputs.map(([id, widget]) => ({ node: nodeOf(id), widget })),
    outputs: data.outputs,
    ...(typeof linearMode === 'boolean' && { opensFirst: linearMode }),
  }
}

/** Writes the form for App mode. What it keeps of an entry that stays is kept. */
export function writeLinearData(extra: NonNullable<Draft<Workflow>['extra']>, app: LinearData): void {
  const { data } = schema.safeParse(extra.linearData)
  const known = new Map(data?.inputs.map(each => [keyOf({ node: nodeOf(each[0]), widget: each[1] }), each]))
  const number = (id: string) => (/^\d+$/.test(id) ? Number(id) : id)
  extra.linearData = {
    ...data,
    inputs: app.widgets.map(each => known.get(keyOf(each)) ?? [number(each.node), each.widget]),
    outputs: app.outputs.map(number),
  }
  extra.linearMode = app.opensFirst
}

export const keyOf = ({ node, widget }: LinearWidget): string => `${node}\n${widget}`
