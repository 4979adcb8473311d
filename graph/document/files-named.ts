import type { Specs } from '../prompt.ts'
import { currentType } from '../renames.ts'
import { isFile } from '../widgets/file.ts'
import { readWidgetValues } from '../widgets/widget-values.ts'
import type { Workflow } from '../workflow.ts'

/** A file that a widget of a node names. */
export interface NamedFile {
  /** The node's id. */
  readonly node: string
  /** The model folder it is searched in, such as `loras`. */
  readonly folder: string
  readonly name: string
}

/** The files that a workflow's widgets name, node by node. */
export const filesNamed = (workflow: Workflow, specs: Specs): NamedFile[] =>
  workflow.nodes.flatMap(node => {
    const spec = specs.get(currentType(node.type))
    if (!spec) return []
    const { values } = readWidgetValues(spec, node.widgets_values)
    return Object.entries(spec.inputs).flatMap(([input, port]) => {
      const name = values[input]
      return isFile(port) && typeof name === 'string' && name !== port.none
        ? [{ node: String(node.id), folder: port.folder, name }]
        : []
    })
  })
