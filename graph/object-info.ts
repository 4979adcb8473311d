import type { Json } from './json.ts'
import type { NodeSpec, Port } from './node.ts'
import { wireType } from './port-types.ts'

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
  const options = { ...optionsOf(port), ...(port.help !== undefined && { tooltip: port.help }) }
  const type = port.kind === 'choice' ? port.options : port.kind === 'file' ? filesOf(port.folder) : wireType(port)
  return Object.keys(options).length > 0 ? [type, options] : [type]
}

function optionsOf(port: Port): { readonly [option: string]: Json } {
  switch (port.kind) {
    case 'socket':
      return {}
    case 'file':
      return port.upload ? { image_upload: true } : {}
    case 'text':
      return { default: port.default, multiline: port.multiline, ...(port.multiline && { dynamicPrompts: true }) }
    case 'drawing':
      return { default: port.default, drawing: true }
    case 'toggle':
    case 'choice':
      return { default: port.default }
    case 'seed':
      return { default: port.default, min: port.min, max: port.max, control_after_generate: true }
    case 'int':
    case 'float': {
      const round = port.kind === 'float' && port.round !== undefined ? { round: port.round } : {}
      return { default: port.default, min: port.min, max: port.max, step: port.step, ...round }
    }
  }
}
