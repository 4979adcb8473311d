import { parseSync } from 'vite'

/** A function, method or closure in a file, with the lines from its first word to its closing brace. */
export interface FunctionSpan {
  readonly name: string
  readonly lines: number
}

interface Node {
  readonly type: string
  readonly start: number
  readonly end: number
  readonly [key: string]: unknown
}
const isNode = (value: unknown): value is Node => typeof (value as Node | null)?.type === 'string'

/** Every function of a TypeScript file that has a body, inner ones as well. */
export function functionsIn(path: string, text: string): FunctionSpan[] {
  const { program, errors } = parseSync(path, text)
  if (errors.length > 0) throw new Error(`${path}: ${errors[0]!.message}`)
  const found: FunctionSpan[] = []
  const visit = (node: Node, name: string): void => {
    const own = nameOf(node) ?? name
    if (isFunction(node)) found.push({ name: own, lines: text.slice(node.start, node.end).split('\n').length })
    for (const value of Object.values(node))
      for (const child of Array.isArray(value) ? value : [value]) if (isNode(child)) visit(child, own)
  }
  visit(program as unknown as Node, 'file')
  return found
}

const isFunction = ({ type, body }: Node): boolean =>
  (type === 'FunctionDeclaration' || type === 'FunctionExpression' || type === 'ArrowFunctionExpression') && !!body

/** What a function is called: by its own name, or by the variable, property or method that holds it. */
function nameOf({ id, key }: Node): string | undefined {
  const { name } = (id ?? key ?? {}) as { name?: string }
  return name
}
