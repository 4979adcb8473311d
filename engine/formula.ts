/** Equations in the symbols of their paper, and where they are from: the code follows them, a node's help shows them. */
export interface Formula {
  readonly lines: readonly string[]
  readonly source: string
}
