import { createInterface } from 'node:readline/promises'

/** How long a question waits for its answer, in milliseconds. */
const patience = 120_000

let isAsking = false

/**
 * Asks in the terminal whether a page may use a folder: whoever replaced the page's script does not have the terminal.
 *
 * @throws Error where another question has no answer yet
 */
export async function confirmInTerminal(folder: string, use: 'models' | 'pictures'): Promise<boolean> {
  if (isAsking) throw new Error('Answer the question in the terminal where Leapgraph runs first.')
  isAsking = true
  const terminal = createInterface({ input: process.stdin, output: process.stderr, terminal: false })
  const question = `A page asks to ${use === 'models' ? 'search' : 'save pictures in'} ${JSON.stringify(folder)}. Allow it? [y/N] `
  try {
    return /^y(es)?$/i.test(await terminal.question(question, { signal: AbortSignal.timeout(patience) }))
  } catch {
    process.stderr.write('\nNobody answered, so the folder is not used.\n')
    return false
  } finally {
    terminal.close()
    isAsking = false
  }
}
