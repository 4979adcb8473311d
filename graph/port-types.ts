import type { NodeSpec, Port, Widget } from './node.ts'
import { kindOf } from './widgets/widget-kinds.ts'

export const isWidget = (port: Port): port is Widget => port.kind !== 'socket'

/** The widgets of a node, in the order of its definition. */
export const widgetsIn = (spec: NodeSpec | undefined): readonly (readonly [name: string, widget: Widget])[] =>
  Object.entries(spec?.inputs ?? {}).filter((entry): entry is [string, Widget] => isWidget(entry[1]))

/** Their names, for a sentence that lists them. */
export const widgetNames = (spec: NodeSpec | undefined): string =>
  widgetsIn(spec)
    .map(([name]) => name)
    .join(', ')

/** The type of wire a port takes, by ComfyUI's name: `MODEL`, `INT`, `COMBO`. */
export const wireType = (port: Port): string => {
  if (!isWidget(port)) return port.type
  // Nothing gives such a choice by a wire: the inputs of the node depend on it.
  return 'cases' in port ? 'COMFY_DYNAMICCOMBO_V3' : kindOf(port).wire
}

/** `*` matches every type; comma-separated lists match if any part does; case is ignored. */
export function typesMeet(from: string, to: string): boolean {
  const parts = (type: string) =>
    type
      .toUpperCase()
      .split(',')
      .map(part => part.trim())
  const [left, right] = [parts(from), parts(to)]
  return left.includes('*') || right.includes('*') || left.some(part => right.includes(part))
}
