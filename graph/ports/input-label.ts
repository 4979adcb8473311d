import type { NodeSpec } from '../node.ts'
import { choiceOver } from './cases.ts'

/**
 * What people see of the name of an input: without the choice or the group that it belongs to, so `width` for `resize_type.width` and
 * `image0` for `images.image0`. Other names may have points of their own, and keep them.
 */
export function inputLabel(spec: NodeSpec | undefined, name: string): string {
  const port = spec && Object.hasOwn(spec.inputs, name) ? spec.inputs[name] : undefined
  const group = port?.kind === 'socket' ? port.grows?.group : undefined
  if (group !== undefined) return name.startsWith(`${group}.`) ? name.slice(group.length + 1) : name
  return spec && choiceOver(spec, name) !== undefined ? name.slice(name.lastIndexOf('.') + 1) : name
}
