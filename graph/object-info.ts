import type { Json } from './json.ts'
import type { NodeSpec, Port, Widget } from './node.ts'
import { isWidget, wireType } from './port-types.ts'
import { kindOf } from './widgets/widget-kinds.ts'

/**
 * A node as ComfyUI's `/object_info` describes it to clients.
 *
 * @param filesOf  the names of the files in a model folder, for its combos
 * @returns        JSON with bigints in it: write it with `stringifyJson`
 */
export function objectInfo(spec: NodeSpec, filesOf: (folder: string) => readonly string[]) {
  const inputs = Object.entries(spec.inputs)
  const required = inputs.filter(([, port]) => !port.optional)
  const optional = inputs.filter(([, port]) => port.optional)
  const describe = (ports: typeof inputs) =>
    Object.fromEntries(ports.map(([name, port]) => [name, describePort(port, filesOf)]))
  const names = (ports: typeof inputs) => ports.map(([name]) => name)
  const types = Object.values(spec.outputs).map(({ type }) => type)
  return {
    input: { required: describe(required), ...(optional.length > 0 && { optional: describe(optional) }) },
    input_order: { required: names(required), ...(optional.length > 0 && { optional: names(optional) }) },
    output: types,
    output_is_list: types.map(() => false),
    output_name: Object.keys(spec.outputs),
    name: spec.type,
    display_name: spec.title,
    description: spec.about,
    python_module: 'nodes',
    category: spec.category,
    output_node: spec.isOutput,
  }
}

/** `[type]` or `[type, options]`; a combo has its choices in place of a type. */
function describePort(port: Port, filesOf: (folder: string) => readonly string[]): readonly Json[] {
  const kind = isWidget(port) ? kindOf(port) : undefined
  const options = { ...kind?.describe(port as Widget), ...(port.help !== undefined && { tooltip: port.help }) }
  const type = kind?.choices?.(port as Widget, filesOf) ?? wireType(port)
  return Object.keys(options).length > 0 ? [type, options] : [type]
}
