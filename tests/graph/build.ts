import type { Workflow } from '../../graph/workflow.ts'

/** Builds workflow files by hand, as ComfyUI writes them. */
interface NodeParts {
  readonly mode?: number
  readonly title?: string
  readonly values?: unknown
  /** Name, type, and the link's id; a trailing * makes it a widget turned into an input. */
  readonly in?: readonly (readonly [name: string, type: string, link: number | null])[]
  readonly out?: readonly (readonly [name: string, type: string])[]
  readonly properties?: Readonly<Record<string, unknown>>
}

export const node = (id: number | string, type: string, parts: NodeParts = {}) => ({
  id,
  type,
  pos: [0, 0],
  size: { '0': 315, '1': 262 },
  flags: {},
  order: 0,
  mode: parts.mode ?? 0,
  ...(parts.in && {
    inputs: parts.in.map(([name, type, link]) =>
      name.endsWith('*')
        ? { name: name.slice(0, -1), type, link, widget: { name: name.slice(0, -1) } }
        : { name, type, link },
    ),
  }),
  ...(parts.out && { outputs: parts.out.map(([name, type]) => ({ name, type, links: [] })) }),
  properties: { 'Node name for S&R': type, ...parts.properties },
  ...(parts.values !== undefined && { widgets_values: parts.values }),
  ...(parts.title !== undefined && { title: parts.title }),
})

type Tuple = readonly [
  id: number,
  from: number | string,
  fromSlot: number,
  to: number | string,
  toSlot: number,
  type: string,
]

export const workflow = (
  nodes: readonly unknown[],
  links: readonly (Tuple | null)[] = [],
  more: Readonly<Record<string, unknown>> = {},
): Workflow =>
  ({
    last_node_id: 100,
    last_link_id: 100,
    nodes,
    links,
    groups: [],
    config: {},
    extra: {},
    version: 0.4,
    ...more,
  }) as unknown as Workflow
