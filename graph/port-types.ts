import type { Port, Widget } from './node.ts'

const widgetTypes = {
  int: 'INT',
  seed: 'INT',
  float: 'FLOAT',
  text: 'STRING',
  toggle: 'BOOLEAN',
  choice: 'COMBO',
  file: 'COMBO',
  drawing: 'STRING',
} as const satisfies Record<Widget['kind'], string>

export const isWidget = (port: Port): port is Widget => port.kind !== 'socket'

/** The type of wire a port takes, by ComfyUI's name: `MODEL`, `INT`, `COMBO`. */
export const wireType = (port: Port): string => (port.kind === 'socket' ? port.type : widgetTypes[port.kind])

/** `*` meets anything; comma lists meet when any part does; case does not matter. */
export function typesMeet(from: string, to: string): boolean {
  const parts = (type: string) =>
    type
      .toUpperCase()
      .split(',')
      .map(part => part.trim())
  const [left, right] = [parts(from), parts(to)]
  return left.includes('*') || right.includes('*') || left.some(part => right.includes(part))
}
