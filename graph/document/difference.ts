import { stringifyJson } from '../json.ts'
import type { Workflow, WorkflowNode } from '../workflow.ts'

/** What differs between a document and a file, counted: a line for a person who must choose one of them. */
export function differenceInWords(yours: Workflow, file: Workflow): string {
  const [own, theirs] = [byId(yours), byId(file)]
  const both = [...own].flatMap(([id, node]) => {
    const other = theirs.get(id)
    return other ? [{ node, other }] : []
  })
  const different = both.filter(({ node, other }) => contentOf(node) !== contentOf(other))
  const moved = both.filter(pair => !different.includes(pair) && placeOf(pair.node) !== placeOf(pair.other))
  const parts = [
    counted(own.size - both.length, 'only in yours'),
    counted(theirs.size - both.length, 'only in the file'),
    counted(different.length, 'with other values'),
    counted(moved.length, 'in another place'),
  ].filter(part => part !== null)
  if (parts.length > 0) return `Nodes: ${parts.join(', ')}.`
  const isSame = stringifyJson(yours) === stringifyJson(file)
  return isSame ? 'Both are the same.' : 'The nodes are the same; wires, groups or the view differ.'
}

const counted = (count: number, where: string): string | null => (count === 0 ? null : `${count} ${where}`)

const byId = ({ nodes }: Workflow) => new Map(nodes.map(node => [String(node.id), node]))

/** What a node does, without what only its picture on the canvas needs. */
const contentOf = ({ pos: _, size: __, order: ___, ...content }: WorkflowNode): string => stringifyJson(content)

const placeOf = ({ pos, size }: WorkflowNode): string => stringifyJson([pos, size])
