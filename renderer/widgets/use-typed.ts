import { useCallback, useEffect, useState } from 'react'
import { useStudio } from '../studio/use-studio.ts'

/** Puts what was typed into the document. @returns why it cannot be read; null when it was written */
type Write = (text: string) => string | null

/**
 * Text that is being typed in a field and is not in the document yet.
 *
 * @param show  shows the text in the field; null: the field shows the value of the document
 */
export function createTyped(show: (text: string | null) => void) {
  let text: string | null = null
  let write: Write = () => null
  const type = (next: string | null) => {
    text = next
    show(next)
  }
  const commit = (): string | null => {
    const why = text === null ? null : write(text)
    if (why === null && text !== null) type(null)
    return why
  }
  return {
    writeWith: (newest: Write): void => {
      write = newest
    },
    type: (text: string): void => type(text),
    /** @returns why the text cannot be read; it then stays in the field */
    commit,
    /** The same, but what cannot be read is given up, and the old value shows again. */
    leave: (): string | null => {
      const why = commit()
      if (why !== null) type(null)
      return why
    },
    giveUp: (): void => type(null),
  }
}

/**
 * Keeps the typed text until it is committed: by the field, before a command acts (a run uses the number just typed), and
 * when the field is removed, because another tab is shown for example. A field writes to the document it was made for.
 * A field is left with `leave`, which reports a text that cannot be read: nobody has to mend it first.
 */
export function useTyped(write: Write) {
  const { uncommitted, notices } = useStudio()
  const [text, show] = useState<string | null>(null)
  const [typed] = useState(() => createTyped(show))
  typed.writeWith(write)
  const leave = useCallback(() => {
    const why = typed.leave()
    if (why !== null) notices.report('warn', why)
  }, [typed, notices])
  useEffect(() => {
    uncommitted.add(leave)
    return () => {
      uncommitted.delete(leave)
      leave()
    }
  }, [uncommitted, leave])
  return { ...typed, leave, text }
}
