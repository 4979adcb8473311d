import type { Editor } from './editor.ts'

/** This many errors within a minute mean that something fails again and again. */
const most = 10
const minute = 60_000

/** What the handler needs of the program around it. */
interface Program {
  /** Milliseconds; only differences count. */
  now(): number
  write(text: string): void
  exit(code: number): void
}

/**
 * What a program does with an error that nothing has caught, which is a fault of ours: everything acknowledged is stored
 * already, so it tells the windows, writes the stack for a report, and goes on. If errors come again and again, it closes the
 * editor and ends.
 */
export function lastHandler(editor: Pick<Editor, 'send' | 'close'>, program: Program): (error: unknown) => void {
  let times: number[] = []
  return error => {
    const now = program.now()
    times = [...times.filter(time => now - time < minute), now]
    program.write(`Leapgraph has a fault: ${error instanceof Error ? error.stack : String(error)}\n`)
    if (times.length < most) editor.send('problem', sentenceOf(error))
    else if (times.length === most) {
      program.write('The fault comes again and again, so Leapgraph ends. Your workflows and waiting runs are saved.\n')
      void editor.close().finally(() => program.exit(1))
    }
  }
}

const sentenceOf = (error: unknown): string =>
  `Leapgraph has a fault (${error instanceof Error ? error.message : String(error)}). Your work is saved. If something no longer responds, start Leapgraph again.`

/** Installs it in this process. */
export function catchTheRest(editor: Editor): void {
  const handle = lastHandler(editor, {
    now: () => performance.now(),
    write: text => process.stderr.write(text),
    exit: code => process.exit(code),
  })
  process.on('uncaughtException', handle)
  process.on('unhandledRejection', handle)
}
