export type WorkflowErrorCode =
  /** The file is not a workflow, or is damaged. */
  | 'unreadable'
  /** A workflow, but of a kind that cannot be run or opened here. */
  | 'unsupported'
  | 'unknown-node'
  | 'missing-input'
  | 'bad-link'
  | 'type-mismatch'
  | 'cycle'
  /** A file picked for what it is not, or of a model that does not run here. */
  | 'wrong-file'
  /** Files of families that do not work together. */
  | 'wrong-family'
  /** A literal that cannot become the widget's type. */
  | 'bad-value'
  | 'too-small'
  | 'too-big'
  | 'not-in-list'
  | 'no-outputs'

/** Where in a workflow something is wrong, and what was found there. */
export interface WorkflowPlace {
  readonly nodeId?: string
  /** The class name: `KSampler`. */
  readonly nodeType?: string
  /** What the node's face says. */
  readonly title?: string
  readonly input?: string
  /** The inputs whose wires bring what does not fit. */
  readonly wires?: readonly string[]
  readonly received?: unknown
  /** What would have been right: `1 to 10000`, `MODEL`, `euler, ddim`. */
  readonly allowed?: string
}

/** A workflow that cannot be read or run as it stands; the message is a sentence for the user. */
export class WorkflowError extends Error {
  override readonly name = 'WorkflowError'
  readonly code: WorkflowErrorCode
  readonly place: WorkflowPlace
  constructor(code: WorkflowErrorCode, message: string, place: WorkflowPlace = {}, options?: ErrorOptions) {
    super(message, options)
    this.code = code
    this.place = place
  }
}

/** A node's `run` failed; `cause` is what it threw. */
export class NodeError extends Error {
  override readonly name = 'NodeError'
  readonly code = 'node-failed'
  readonly nodeId: string
  readonly nodeType: string
  readonly title: string
  constructor(node: { readonly id: string; readonly type: string; readonly title: string }, cause: unknown) {
    super(`${node.title} (node ${node.id}) failed: ${cause instanceof Error ? cause.message : String(cause)}`, {
      cause,
    })
    this.nodeId = node.id
    this.nodeType = node.type
    this.title = node.title
  }
}
