import type { Json } from './json.ts'
import type { NodeSpec, Port, Widget } from './node.ts'
import { isWidget, wireType } from './port-types.ts'
import { choiceOver, hasCases } from './ports/cases.ts'
import { kindOf } from './widgets/widget-kinds.ts'

/**
 * A node as ComfyUI's `/object_info` describes it to clients.
 *
 * @param filesOf  the names of the files in a model folder, for its combos
 * @returns        JSON with bigints in it: write it with `stringifyJson`
 */
export function objectInfo(spec: NodeSpec, filesOf: FilesOf) {
  const own = Object.entries(spec.inputs).filter(([name]) => !choiceOver(spec, name))
  const inputs = own.flatMap(([name, port]): Named[] => {
    const grows = growingOf(port)
    return !grows ? [[name, port]] : grows.at === 0 ? [[grows.group, port]] : []
  })
  const names = (ports: typeof inputs) => ports.map(([name]) => name)
  const [required, optional] = [inputs.filter(isRequired), inputs.filter(input => !isRequired(input))]
  const types = Object.values(spec.outputs).map(({ type }) => type)
  return {
    input: describeInputs(inputs, filesOf),
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

type Named = readonly [name: string, port: Port]
type FilesOf = (folder: string) => readonly string[]

interface Described {
  readonly [part: string]: Json
  readonly required: { readonly [name: string]: readonly Json[] }
  readonly optional?: { readonly [name: string]: readonly Json[] }
}

const growingOf = (port: Port) => (port.kind === 'socket' ? port.grows : undefined)

const isRequired = ([, port]: Named): boolean => !port.optional

function describeInputs(inputs: readonly Named[], filesOf: FilesOf): Described {
  const describe = (ports: readonly Named[]) =>
    Object.fromEntries(ports.map(([name, port]) => [name, describePort(port, filesOf)]))
  const optional = inputs.filter(input => !isRequired(input))
  return { required: describe(inputs.filter(isRequired)), ...(optional.length > 0 && { optional: describe(optional) }) }
}

/** `[type]` or `[type, options]`; a combo has its choices in place of a type. */
function describePort(port: Port, filesOf: FilesOf): readonly Json[] {
  const kind = isWidget(port) ? kindOf(port) : undefined
  const help = port.help !== undefined && { tooltip: port.help }
  if (hasCases(port)) {
    const cases = Object.entries(port.cases)
    const options = cases.map(([key, inputs]) => ({ key, inputs: describeInputs(Object.entries(inputs), filesOf) }))
    return [wireType(port), { options, ...help }]
  }
  const grows = growingOf(port)
  if (grows) {
    const { min, names } = grows
    const name = 'prefix' in names ? names.prefix : grows.group.replace(/s$/, '')
    const named = 'prefix' in names ? { ...names } : { names }
    return [
      'COMFY_AUTOGROW_V3',
      {
        template: {
          input: { required: { [name]: [port.kind === 'socket' ? port.type : '*', help || {}] } },
          ...named,
          min,
        },
      },
    ]
  }
  const options = { ...kind?.describe(port as Widget), ...help }
  const type = kind?.choices?.(port as Widget, filesOf) ?? wireType(port)
  return Object.keys(options).length > 0 ? [type, options] : [type]
}
