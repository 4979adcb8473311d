/** What a command found, as JSON for programs and as text for people. */
export interface Findings {
  readonly json: unknown
  readonly text: string
  /** Whether it can run here as it stands. */
  readonly ok: boolean
}

/** Writes it to the standard output. @returns the exit code: 1 for what cannot run */
export function showFindings({ json, text, ok }: Findings, asJson: boolean): number {
  process.stdout.write(asJson ? `${JSON.stringify(json)}\n` : `${text}\n`)
  return ok ? 0 : 1
}
