import { z } from 'zod'
import type { NodeSpec } from '../node.ts'
import { isWidget } from '../port-types.ts'
import type { Workflow, WorkflowNode } from '../workflow.ts'
import { keyOf, readLinearData } from './linear-data.ts'

/**
 * A workflow as a form: the widgets and pictures that its author selected, for people who want the picture and not the
 * nodes. It is saved in the file, under `extra.leapgraph.app`, and for ComfyUI's App mode (linear-data.ts).
 */
export interface AppView {
  readonly title: string
  readonly about: string
  /** In the order of the form. */
  readonly widgets: readonly AppWidget[]
  /** Nodes whose pictures are shown. */
  readonly outputs: readonly string[]
  /** Opens as a form, not as a graph. */
  readonly opensFirst: boolean
  /** Runs after every change. */
  readonly live: boolean
}

export interface AppWidget {
  readonly node: string
  readonly widget: string
  /** Its label in the form; the widget's name by default. */
  readonly label?: string | undefined
  /** The range in the form, if it is smaller than the widget's: steps from 1 to 8, for example. */
  readonly range?: readonly [min: number, max: number] | undefined
}

const id = z.union([z.string(), z.number()]).transform(String)
const range = z.tuple([z.number(), z.number()]).refine(([min, max]) => min < max)
const schema = z.object({
  title: z.string().default(''),
  about: z.string().default(''),
  widgets: z
    .array(z.object({ node: id, widget: z.string(), label: z.string().optional(), range: range.optional() }))
    .default([]),
  outputs: z.array(id).default([]),
  opensFirst: z.boolean().default(false),
  live: z.boolean().default(false),
})

const read = new WeakMap<object, AppView | null>()

/**
 * The form in a workflow; null if there is none or it is malformed. Where ComfyUI's App mode has one as well, it decides
 * what is shown, since it may have been edited there; ours adds titles, labels and ranges.
 */
export function appViewOf({ extra }: Workflow): AppView | null {
  if (!extra) return null
  const known = read.get(extra)
  if (known !== undefined) return known
  const own = extra.leapgraph
  const app = typeof own === 'object' && own !== null ? (own as { readonly app?: unknown }).app : undefined
  const { data = null } = schema.safeParse(app)
  const found = merged(data, readLinearData(extra))
  read.set(extra, found)
  return found
}

function merged(own: AppView | null, linear: ReturnType<typeof readLinearData>): AppView | null {
  if (!linear) return own
  const labelled = new Map(own?.widgets.map(each => [keyOf(each), each]))
  return {
    ...(own ?? noForm),
    ...linear,
    widgets: linear.widgets.map(each => labelled.get(keyOf(each)) ?? each),
  }
}

/** A form that shows nothing. */
export const noForm: AppView = { title: '', about: '', widgets: [], outputs: [], opensFirst: false, live: false }

/** A widget of the form that exists, with its node. */
export interface PresentWidget extends AppWidget {
  readonly of: WorkflowNode
}

/** The form's widgets that the workflow has; nodes may have been deleted since. */
export function presentWidgets(
  { widgets }: AppView,
  { nodes }: Workflow,
  specOf: (node: WorkflowNode) => NodeSpec | undefined,
): readonly PresentWidget[] {
  const byId = new Map(nodes.map(node => [String(node.id), node]))
  return widgets.flatMap(entry => {
    const of = byId.get(entry.node)
    const port = of && specOf(of)?.inputs[entry.widget]
    return of && port && isWidget(port) ? [{ ...entry, of }] : []
  })
}

/** The widgets that a new form contains, in this order; others are added by hand. */
const usual = ['text', 'image', 'drawing', 'seed', 'noise_seed', 'steps', 'eta', 'cfg', 'denoise'] as const

/** A form with the widgets that most people change: prompts, then input pictures, seed, steps and guidance. */
export function suggestApp(
  { nodes }: Workflow,
  specOf: (node: WorkflowNode) => NodeSpec | undefined,
): Pick<AppView, 'widgets' | 'outputs'> {
  const awake = nodes.filter(({ mode }) => mode !== 2 && mode !== 4)
  const found = usual.flatMap(name =>
    awake.flatMap((node): AppWidget[] => {
      const spec = specOf(node)
      const port = spec?.inputs[name]
      // The text of a note does not change a picture.
      if (spec && !spec.isOutput && Object.keys(spec.outputs).length === 0) return []
      const wired = node.inputs?.some(input => input.name === name && input.link != null)
      if (!port || port.kind === 'socket' || wired) return []
      return [{ node: String(node.id), widget: name, ...(node.title && { label: node.title }) }]
    }),
  )
  return { widgets: found, outputs: awake.filter(node => specOf(node)?.isOutput).map(({ id }) => String(id)) }
}
