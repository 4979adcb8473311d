import { z } from 'zod'
import type { Specs } from '../../graph/prompt.ts'
import type { RunRecord } from '../../runtime/contract/answers.ts'
import type { Parts } from '../../runtime/editor/parts.ts'
import { type QueueItem, queueItem } from './queue-items.ts'
import { bodyOf, empty, flag, flagDiffers, invalid, json, type Route } from './route.ts'
import { errorData } from './run-messages.ts'

/** The most entries that are kept in view; ComfyUI keeps as many. */
const mostEntries = 10_000
/** How many are sent when a client asks for all. */
const usual = 500

const changes = z.looseObject({
  clear: flag,
  delete: z.array(z.string().max(200)).max(100_000).optional(),
})

export const historyRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: '/history',
    about: 'Prompts that ended, oldest first; `max_items` and `offset` choose.',
    differs: 'Contains the runs of the editor. Without `max_items` the newest 500 are sent.',
    async answer({ query }, { store: { runs }, specs }) {
      const most = wholeNumber(query, 'max_items') ?? usual
      const offset = wholeNumber(query, 'offset') ?? -1
      const newest = runs
        .list({ limit: offset < 0 ? Math.min(Math.max(most, 0), mostEntries) : mostEntries })
        .toReversed()
      const chosen = offset < 0 ? newest : newest.slice(offset, offset + most)
      const known = await specs()
      return json(Object.fromEntries(chosen.map(record => [record.id, historyEntry(record, runs, known)])))
    },
  },
  {
    method: 'GET',
    path: '/history/:id',
    about: 'One prompt that ended; `{}` while it runs or waits.',
    async answer({ params: { id = '' } }, { store: { runs }, specs }) {
      const record = runs.find(id)
      return json(record ? { [id]: historyEntry(record, runs, await specs()) } : {})
    },
  },
  {
    method: 'POST',
    path: '/history',
    about: 'Forgets prompts that ended: all of them, or by id. Their pictures stay.',
    differs: flagDiffers,
    answer(call, { store: { runs } }) {
      const { clear, delete: ids } = bodyOf(call, changes)
      if (clear) runs.clear()
      if (ids) runs.forget(ids)
      return empty()
    },
  },
]

function wholeNumber(query: URLSearchParams, name: string): number | undefined {
  const text = query.get(name)
  if (text === null) return undefined
  if (!/^-?\d{1,9}$/.test(text)) throw invalid(`${name} is a whole number, not '${text.slice(0, 100)}'.`)
  return Number(text)
}

export interface HistoryEntry {
  readonly prompt: QueueItem
  readonly outputs: Readonly<Record<string, { readonly images: readonly unknown[] }>>
  readonly status: {
    readonly status_str: 'success' | 'error'
    readonly completed: boolean
    readonly messages: readonly Message[]
  }
  readonly meta: unknown
}
type Message = readonly [string, Readonly<Record<string, unknown>>]

/** A run that ended, as ComfyUI's history has it. */
export function historyEntry(record: RunRecord, runs: Parts['store']['runs'], specs: Specs): HistoryEntry {
  const { id, started, status } = record
  const { targets, request } = runs.request(id)
  const run = {
    id,
    number: started,
    queued: started,
    text: runs.text(id) ?? '',
    targets: targets ?? undefined,
    request,
  }
  const shown = Map.groupBy(record.pictures, ({ node }) => node)
  const nodes = [...shown.keys()]
  return {
    prompt: queueItem(run, specs),
    outputs: Object.fromEntries([...shown].map(([node, pictures]) => [node, { images: pictures.map(fileOf) }])),
    status: {
      status_str: status === 'done' ? 'success' : 'error',
      completed: status === 'done',
      messages: messagesOf(record),
    },
    meta: Object.fromEntries(
      nodes.map(node => [node, { node_id: node, display_node: node, parent_node: null, real_node_id: node }]),
    ),
  }
}

const fileOf = ({ filename, subfolder, type }: RunRecord['pictures'][number]) => ({ filename, subfolder, type })

/** The messages that a client received, as far as the store keeps them. */
function messagesOf({ id, status, started, ms, errors }: RunRecord): readonly Message[] {
  const [begin, end] = [started, started + ms].map(time => ({ prompt_id: id, timestamp: Math.round(time) })) as [
    object,
    object,
  ]
  const first: readonly Message[] = [
    ['execution_start', { ...begin }],
    ['execution_cached', { nodes: [], ...begin }],
  ]
  if (status === 'done') return [...first, ['execution_success', { ...end }]]
  if (status === 'failed' && errors[0]) return [...first, ['execution_error', { ...errorData(errors[0]), ...end }]]
  return [...first, ['execution_interrupted', { node_id: null, node_type: null, executed: [], ...end }]]
}
