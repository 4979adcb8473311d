import type { NodeSpec } from '../node.ts'
import type { Workflow, WorkflowNode } from '../workflow.ts'
import type { AppView, AppWidget } from './app-view.ts'

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
