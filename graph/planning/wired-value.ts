import { WorkflowError } from '../errors.ts'
import type { Json } from '../json.ts'
import type { Port } from '../node.ts'
import { isWidget } from '../port-types.ts'
import { kindOf } from '../widgets/widget-kinds.ts'
import { shown } from './literal.ts'

/**
 * What a wire brings to an input, as the input takes it: a widget gets its own type, as from a literal (a seed is a
 * bigint, whichever node made it), and some a list of it; a socket gets what came.
 *
 * @throws WorkflowError naming the input, what came and what is allowed
 */
export function wiredValue(name: string, port: Port, value: unknown): unknown {
  if (value === undefined && !port.optional)
    throw new WorkflowError('missing-input', `The wire to input ${name} brings nothing: its node made none here.`, {
      input: name,
    })
  if (!isWidget(port)) return value
  if (port.kind === 'float' && port.lists && Array.isArray(value))
    return value.map(each => wiredValue(name, port, each))
  if (port.kind === 'file' && typeof value === 'object') return value
  return kindOf(port).read(port, value as Json, says => {
    const got = typeof value === 'object' ? 'a value of another type' : shown(value as Json)
    const why = 'why' in says ? says.why : `expected ${says.expected}, got ${got}`
    const place = { input: name, ...(says.allowed !== undefined && { allowed: says.allowed }) }
    throw new WorkflowError(says.code ?? 'bad-value', `The wire to input ${name} brings a wrong value: ${why}.`, place)
  })
}
