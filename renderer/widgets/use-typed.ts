import { useEffect, useState } from 'react'
import { useStudio } from '../studio/use-studio.ts'

/** Puts what was typed into the document; false when it cannot be read. */
type Write = (text: string) => boolean

/**
 * Text that somebody types in a field, and that is not in the document yet.
 *
 * @param show  draws it; null: nothing is typed, the field shows the document
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
    /** @returns false when the text cannot be read; it stays in the field */
    commit: (): boolean => {
      const isWritten = text === null || write(text)
      if (isWritten && text !== null) type(null)
      return isWritten
    },
    giveUp: (): void => type(null),
  }
}

/**
 * Keeps what is typed until it is committed: by the field itself, before a command acts (a run must not miss the last
 * number), and when the field goes away, with another tab for example. A field writes to the document it was made for.
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
