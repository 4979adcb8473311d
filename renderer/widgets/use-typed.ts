import { useEffect, useState } from 'react'
import { useStudio } from '../studio/use-studio.ts'

/** Puts what was typed into the document; false when it cannot be read. */
type Write = (text: string) => boolean

/**
 * Text that is being typed in a field and is not in the document yet.
 *
 * @param show  shows the text in the field; null: the field shows the value of the document
 */
export function createTyped(show: (text: string | null) => void) {
  let text: string | null = null
  let write: Write = () => false
  const type = (next: string | null) => {
    text = next
    show(next)
  }
  return {
    writeWith: (newest: Write): void => {
      write = newest
    },
    type: (text: string): void => type(text),
    /** @returns false when the text cannot be read; it then stays in the field */
    commit: (): boolean => {
      const isWritten = text === null || write(text)
      if (isWritten && text !== null) type(null)
      return isWritten
    },
    giveUp: (): void => type(null),
  }
}

/**
 * Keeps the typed text until it is committed: by the field, before a command acts (a run uses the number just typed), and
 * when the field is removed, because another tab is shown for example. A field writes to the document it was made for.
 */
export function useTyped(write: Write) {
  const { uncommitted } = useStudio()
  const [text, show] = useState<string | null>(null)
  const [typed] = useState(() => createTyped(show))
  typed.writeWith(write)
  useEffect(() => {
    uncommitted.add(typed.commit)
    return () => {
      uncommitted.delete(typed.commit)
      typed.commit()
    }
  }, [uncommitted, typed])
  return { ...typed, text }
}
