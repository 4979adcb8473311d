import { WorkflowError } from '../errors.ts'
import type { Json } from '../json.ts'
import type { Port } from '../node.ts'
import { isWidget } from '../port-types.ts'
import { kindOf } from '../widgets/widget-kinds.ts'
import { shown } from './literal.ts'

/**
 * What a wire brings to an input, as the input takes it: a widget gets its own type, as from a literal (a seed is a
 * bigint, whichever node made it); a socket gets what came.
 *
 * @throws WorkflowError naming the input, what came and what is allowed
 */
export function wiredValue(name: string, port: Port, value: unknown): unknown {
  if (!isWidget(port)) return value
  if (port.kind === 'file' && typeof value === 'object') return value
  return kindOf(port).read(port, value as Json, says => {
    const got = typeof value === 'object' ? 'a value of another type' : shown(value as Json)
    const why = 'why' in says ? says.why : `expected ${says.expected}, got ${got}`
    const place = { input: name, ...(says.allowed !== undefined && { allowed: says.allowed }) }
    throw new WorkflowError(says.code ?? 'bad-value', `The wire to input ${name} brings a wrong value: ${why}.`, place)
  })
}
